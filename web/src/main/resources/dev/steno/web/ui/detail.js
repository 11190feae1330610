import{A as a,B as b}from"./shared4.js?v=06883bcde7a4";import"./shared11.js?v=06883bcde7a4";import"./core.js?v=06883bcde7a4";import"./shared1.js?v=06883bcde7a4";export{b as choose,a as default};
