import{da as e,l as t}from"./core.js?v=e2e8caf08af6";import"./shared1.js?v=e2e8caf08af6";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
