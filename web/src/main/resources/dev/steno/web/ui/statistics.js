import{B as s,k as t}from"./core.js?v=e5ad208af9e1";import"./shared1.js?v=e5ad208af9e1";function i(){return t("p",{class:"empty",children:s.pages.statistics})}export{i as default};
