import{j as o,q as l,s as e}from"./core.js?v=0bfa8d533afe";function i({onClose:t}){return o(e,{title:l.frame.help,onClose:t,children:null})}export{i as default};
