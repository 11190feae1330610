import{ca as e,l as t}from"./core.js?v=b572b99188f9";import"./shared1.js?v=b572b99188f9";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
