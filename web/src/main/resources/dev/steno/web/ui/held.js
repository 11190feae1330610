import{ca as e,l as t}from"./core.js?v=82c8c664a392";import"./shared1.js?v=82c8c664a392";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
