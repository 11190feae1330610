import{B as t,k as e}from"./core.js?v=e5ad208af9e1";import"./shared1.js?v=e5ad208af9e1";function p(){return e("p",{class:"empty",children:t.pages.tree})}export{p as default};
