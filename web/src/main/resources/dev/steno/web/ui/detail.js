import{A as a,B as b}from"./shared4.js?v=484839ec9d7b";import"./shared11.js?v=484839ec9d7b";import"./core.js?v=484839ec9d7b";import"./shared1.js?v=484839ec9d7b";export{b as choose,a as default};
