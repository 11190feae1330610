import{da as e,m as t}from"./core.js?v=ccb2ad262803";import"./shared1.js?v=ccb2ad262803";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
