import{j as t,q as s}from"./core.js?v=0bfa8d533afe";function i(){return t("p",{class:"empty",children:s.pages.statistics})}export{i as default};
