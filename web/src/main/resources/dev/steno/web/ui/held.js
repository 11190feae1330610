import{da as e,l as t}from"./core.js?v=c565fe76daca";import"./shared1.js?v=c565fe76daca";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
