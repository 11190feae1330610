import{da as e,l as t}from"./core.js?v=04b3dd4af3fc";import"./shared1.js?v=04b3dd4af3fc";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
