import{h as p,n as o}from"./core.js?v=2b7f3206faa0";function t(){return p("p",{class:"empty",children:o.pages.compare})}export{t as default};
