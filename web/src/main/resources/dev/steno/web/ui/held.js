import{ca as e,l as t}from"./core.js?v=8a64862bac08";import"./shared1.js?v=8a64862bac08";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
