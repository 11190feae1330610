import{Z as o,l as p}from"./core.js?v=605dd238dd99";function t(){return p("p",{class:"empty",children:o.pages.compare})}export{t as default};
