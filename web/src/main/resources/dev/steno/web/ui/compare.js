import{j as p,q as o}from"./core.js?v=0bfa8d533afe";function t(){return p("p",{class:"empty",children:o.pages.compare})}export{t as default};
