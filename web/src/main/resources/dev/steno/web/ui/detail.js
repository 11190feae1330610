import{y as a,z as b}from"./shared4.js?v=5ad79e7a37c9";import"./shared7.js?v=5ad79e7a37c9";import"./core.js?v=5ad79e7a37c9";import"./shared1.js?v=5ad79e7a37c9";export{b as choose,a as default};
