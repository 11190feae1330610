import{da as e,m as t}from"./core.js?v=885333206297";import"./shared1.js?v=885333206297";function o(){return t("p",{class:"empty",children:e.list.noneHeld})}export{o as default};
