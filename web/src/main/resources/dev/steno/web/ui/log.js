import{j as o,q as t}from"./core.js?v=0bfa8d533afe";function p(){return o("p",{class:"empty",children:t.pages.log})}export{p as default};
