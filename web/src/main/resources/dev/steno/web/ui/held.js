import{da as e,m as t}from"./core.js?v=41c37032c0f7";import"./shared1.js?v=41c37032c0f7";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
