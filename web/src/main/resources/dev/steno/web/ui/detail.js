import{y as a,z as b}from"./shared4.js?v=f29bc36d2fc5";import"./shared7.js?v=f29bc36d2fc5";import"./core.js?v=f29bc36d2fc5";import"./shared1.js?v=f29bc36d2fc5";export{b as choose,a as default};
