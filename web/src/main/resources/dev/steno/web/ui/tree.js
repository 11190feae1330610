import{h as e,n as t}from"./core.js?v=3369795f5695";function p(){return e("p",{class:"empty",children:t.pages.tree})}export{p as default};
