import{da as e,m as t}from"./core.js?v=254a2625032a";import"./shared1.js?v=254a2625032a";function o(){return t("p",{class:"empty",children:e.list.noneHeld})}export{o as default};
