import{ea as e,l as t}from"./core.js?v=6d4df3139e19";import"./shared1.js?v=6d4df3139e19";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
