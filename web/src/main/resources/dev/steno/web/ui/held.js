import{ea as e,l as t}from"./core.js?v=5d2db6fd63ea";import"./shared1.js?v=5d2db6fd63ea";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
