import{da as e,m as t}from"./core.js?v=876f20fe3b88";import"./shared1.js?v=876f20fe3b88";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
