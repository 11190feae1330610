import{A as a,B as b}from"./shared4.js?v=5254c481453a";import"./shared11.js?v=5254c481453a";import"./core.js?v=5254c481453a";import"./shared1.js?v=5254c481453a";export{b as choose,a as default};
