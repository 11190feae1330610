import{ca as e,l as t}from"./core.js?v=c95f135cba80";import"./shared1.js?v=c95f135cba80";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
