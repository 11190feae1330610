import{da as e,m as t}from"./core.js?v=6455c1cfefdb";import"./shared1.js?v=6455c1cfefdb";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
