import{j as o,q as t,s as e}from"./core.js?v=0bfa8d533afe";function i({onClose:l}){return o(e,{title:t.frame.palette,onClose:l,children:null})}export{i as default};
