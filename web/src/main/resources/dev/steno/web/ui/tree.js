import{j as e,q as t}from"./core.js?v=0bfa8d533afe";function p(){return e("p",{class:"empty",children:t.pages.tree})}export{p as default};
