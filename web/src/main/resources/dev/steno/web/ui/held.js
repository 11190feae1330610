import{ca as e,l as t}from"./core.js?v=ae5a62b71fc7";import"./shared1.js?v=ae5a62b71fc7";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
