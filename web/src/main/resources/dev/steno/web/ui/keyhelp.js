import{h as o,n as l,p as e}from"./core.js?v=2b7f3206faa0";function i({onClose:t}){return o(e,{title:l.frame.help,onClose:t,children:null})}export{i as default};
