import{B as t,k as o}from"./core.js?v=e5ad208af9e1";import"./shared1.js?v=e5ad208af9e1";function n(){return o("p",{class:"empty",children:t.pages.connections})}export{n as default};
