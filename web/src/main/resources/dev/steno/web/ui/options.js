import{h as t,n as o}from"./core.js?v=3369795f5695";function p(){return t("p",{class:"empty",children:o.pages.options})}export{p as default};
