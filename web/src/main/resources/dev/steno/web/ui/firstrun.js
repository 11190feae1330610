import"./core.js?v=0bfa8d533afe";function t(){return null}export{t as default};
