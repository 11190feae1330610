import"./core.js?v=0bfa8d533afe";function e(){return null}export{e as default};
