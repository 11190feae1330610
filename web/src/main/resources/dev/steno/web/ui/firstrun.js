import"./core.js?v=e5ad208af9e1";import"./shared1.js?v=e5ad208af9e1";function t(){return null}export{t as default};
