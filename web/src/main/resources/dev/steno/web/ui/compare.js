import{h as p,n as o}from"./core.js?v=3369795f5695";function t(){return p("p",{class:"empty",children:o.pages.compare})}export{t as default};
