import{A as a,B as b}from"./shared4.js?v=d2c390df8b23";import"./shared11.js?v=d2c390df8b23";import"./core.js?v=d2c390df8b23";import"./shared1.js?v=d2c390df8b23";export{b as choose,a as default};
