import{h as t,n as e}from"./core.js?v=3369795f5695";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
