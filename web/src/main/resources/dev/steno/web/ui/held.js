import{ea as e,l as t}from"./core.js?v=6574d099112f";import"./shared1.js?v=6574d099112f";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
