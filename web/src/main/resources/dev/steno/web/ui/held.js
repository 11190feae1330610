import{h as t,n as e}from"./core.js?v=2b7f3206faa0";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
