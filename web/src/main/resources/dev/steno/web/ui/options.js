import{h as t,n as o}from"./core.js?v=2b7f3206faa0";function p(){return t("p",{class:"empty",children:o.pages.options})}export{p as default};
