import{da as e,m as t}from"./core.js?v=e0e2d60c8b4a";import"./shared1.js?v=e0e2d60c8b4a";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
