import{j as t,q as o}from"./core.js?v=0bfa8d533afe";function p(){return t("p",{class:"empty",children:o.pages.options})}export{p as default};
