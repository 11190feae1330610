import{da as e,l as t}from"./core.js?v=b1ba655dec22";import"./shared1.js?v=b1ba655dec22";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
