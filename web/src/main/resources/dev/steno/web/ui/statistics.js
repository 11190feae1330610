import{h as t,n as s}from"./core.js?v=2b7f3206faa0";function i(){return t("p",{class:"empty",children:s.pages.statistics})}export{i as default};
