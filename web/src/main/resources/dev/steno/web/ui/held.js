import{da as e,m as t}from"./core.js?v=a3d2d31c22de";import"./shared1.js?v=a3d2d31c22de";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
