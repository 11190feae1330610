import{da as e,l as t}from"./core.js?v=5e2d402e66cc";import"./shared1.js?v=5e2d402e66cc";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
