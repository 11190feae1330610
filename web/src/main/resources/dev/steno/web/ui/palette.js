import{h as o,n as t,p as e}from"./core.js?v=2b7f3206faa0";function i({onClose:l}){return o(e,{title:t.frame.palette,onClose:l,children:null})}export{i as default};
