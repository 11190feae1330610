import{da as e,m as t}from"./core.js?v=d3259b8a46b7";import"./shared1.js?v=d3259b8a46b7";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
