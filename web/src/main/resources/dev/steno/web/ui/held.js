import{ea as e,l as t}from"./core.js?v=3f3354520b53";import"./shared1.js?v=3f3354520b53";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
