import{ca as e,l as t}from"./core.js?v=a730a15c8a95";import"./shared1.js?v=a730a15c8a95";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
