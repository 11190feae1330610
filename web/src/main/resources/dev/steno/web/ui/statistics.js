import{h as t,n as s}from"./core.js?v=3369795f5695";function i(){return t("p",{class:"empty",children:s.pages.statistics})}export{i as default};
