import"./core.js?v=e5ad208af9e1";import"./shared1.js?v=e5ad208af9e1";function e(){return null}export{e as default};
