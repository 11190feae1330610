import{da as e,m as t}from"./core.js?v=bbf37204972d";import"./shared1.js?v=bbf37204972d";function o(){return t("p",{class:"empty",children:e.list.noneHeld})}export{o as default};
