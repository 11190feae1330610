import{da as e,l as t}from"./core.js?v=fe62bf201be7";import"./shared1.js?v=fe62bf201be7";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
