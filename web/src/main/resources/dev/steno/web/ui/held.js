import{ea as e,l as t}from"./core.js?v=4532795076e2";import"./shared1.js?v=4532795076e2";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
