import"./core.js?v=3369795f5695";function e(){return null}export{e as default};
