import{ea as e,m as t}from"./core.js?v=feedabcbbfcd";import"./shared1.js?v=feedabcbbfcd";function o(){return t("p",{class:"empty",children:e.list.noneHeld})}export{o as default};
