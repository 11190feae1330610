import{da as e,m as t}from"./core.js?v=ed1865fa727f";import"./shared1.js?v=ed1865fa727f";function o(){return t("p",{class:"empty",children:e.list.noneHeld})}export{o as default};
