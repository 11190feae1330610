import{ca as e,l as t}from"./core.js?v=5c4009b2ffc9";import"./shared1.js?v=5c4009b2ffc9";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
