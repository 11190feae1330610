import{da as e,l as t}from"./core.js?v=77d56a42d116";import"./shared1.js?v=77d56a42d116";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
