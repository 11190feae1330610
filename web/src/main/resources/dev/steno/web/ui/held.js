import{ca as e,l as t}from"./core.js?v=e4d4e07e6618";import"./shared1.js?v=e4d4e07e6618";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
