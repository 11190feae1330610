import{h as o,n as t}from"./core.js?v=3369795f5695";function n(){return o("p",{class:"empty",children:t.pages.connections})}export{n as default};
