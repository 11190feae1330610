import{j as o,q as t}from"./core.js?v=0bfa8d533afe";function n(){return o("p",{class:"empty",children:t.pages.connections})}export{n as default};
