import{ca as e,l as t}from"./core.js?v=372d1b2e82e1";import"./shared1.js?v=372d1b2e82e1";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
