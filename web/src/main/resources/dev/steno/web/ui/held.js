import{da as e,m as t}from"./core.js?v=4750b2eeb3ea";import"./shared1.js?v=4750b2eeb3ea";function o(){return t("p",{class:"empty",children:e.list.noneHeld})}export{o as default};
