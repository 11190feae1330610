import{da as e,l as t}from"./core.js?v=16b62d45eceb";import"./shared1.js?v=16b62d45eceb";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
