import{B as o,k as t}from"./core.js?v=e5ad208af9e1";import"./shared1.js?v=e5ad208af9e1";function p(){return t("p",{class:"empty",children:o.pages.options})}export{p as default};
