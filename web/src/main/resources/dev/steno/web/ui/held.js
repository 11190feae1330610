import{ea as e,m as t}from"./core.js?v=5ad79e7a37c9";import"./shared1.js?v=5ad79e7a37c9";function o(){return t("p",{class:"empty",children:e.list.noneHeld})}export{o as default};
