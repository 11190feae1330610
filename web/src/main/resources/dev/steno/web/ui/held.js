import{da as e,m as t}from"./core.js?v=9a62dd55c7f5";import"./shared1.js?v=9a62dd55c7f5";function o(){return t("p",{class:"empty",children:e.list.noneHeld})}export{o as default};
