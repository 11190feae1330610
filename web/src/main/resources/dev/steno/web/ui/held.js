import{da as e,m as t}from"./core.js?v=dcee7fd85980";import"./shared1.js?v=dcee7fd85980";function o(){return t("p",{class:"empty",children:e.list.noneHeld})}export{o as default};
