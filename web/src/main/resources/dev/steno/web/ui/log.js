import{h as o,n as t}from"./core.js?v=2b7f3206faa0";function p(){return o("p",{class:"empty",children:t.pages.log})}export{p as default};
