import{h as o,n as t}from"./core.js?v=3369795f5695";function p(){return o("p",{class:"empty",children:t.pages.log})}export{p as default};
