import"./core.js?v=3369795f5695";function t(){return null}export{t as default};
