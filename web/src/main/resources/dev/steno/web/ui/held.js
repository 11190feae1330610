import{da as e,m as t}from"./core.js?v=1872de524bd4";import"./shared1.js?v=1872de524bd4";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
