import{ca as e,l as t}from"./core.js?v=949d0c0bc985";import"./shared1.js?v=949d0c0bc985";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
