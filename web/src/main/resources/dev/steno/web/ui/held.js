import{ea as e,m as t}from"./core.js?v=f29bc36d2fc5";import"./shared1.js?v=f29bc36d2fc5";function o(){return t("p",{class:"empty",children:e.list.noneHeld})}export{o as default};
