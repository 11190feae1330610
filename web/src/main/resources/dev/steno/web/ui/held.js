import{Z as e,l as t}from"./core.js?v=605dd238dd99";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
