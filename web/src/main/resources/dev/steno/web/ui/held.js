import{j as t,q as e}from"./core.js?v=0bfa8d533afe";function p(){return t("p",{class:"empty",children:e.pages.held})}export{p as default};
