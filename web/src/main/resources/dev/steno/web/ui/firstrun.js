import"./core.js?v=2b7f3206faa0";function t(){return null}export{t as default};
