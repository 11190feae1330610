import{da as e,l as t}from"./core.js?v=ca91e1f398a3";import"./shared1.js?v=ca91e1f398a3";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
