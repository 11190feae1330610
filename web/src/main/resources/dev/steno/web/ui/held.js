import{ca as e,l as t}from"./core.js?v=0105a4617d19";import"./shared1.js?v=0105a4617d19";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
