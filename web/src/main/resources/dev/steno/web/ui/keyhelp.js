import{B as l,D as e,k as o}from"./core.js?v=e5ad208af9e1";import"./shared1.js?v=e5ad208af9e1";function i({onClose:t}){return o(e,{title:l.frame.help,onClose:t,children:null})}export{i as default};
