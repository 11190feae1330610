import"./core.js?v=2b7f3206faa0";function e(){return null}export{e as default};
