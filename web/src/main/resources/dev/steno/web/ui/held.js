import{ca as e,l as t}from"./core.js?v=51e720da719f";import"./shared1.js?v=51e720da719f";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
