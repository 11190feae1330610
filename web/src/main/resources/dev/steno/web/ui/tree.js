import{h as e,n as t}from"./core.js?v=2b7f3206faa0";function p(){return e("p",{class:"empty",children:t.pages.tree})}export{p as default};
