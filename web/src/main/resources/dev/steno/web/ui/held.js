import{ca as e,l as t}from"./core.js?v=d371fe5c79ae";import"./shared1.js?v=d371fe5c79ae";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
