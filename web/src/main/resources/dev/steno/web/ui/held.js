import{ca as e,l as t}from"./core.js?v=2695620933d3";import"./shared1.js?v=2695620933d3";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
