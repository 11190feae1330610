import{y as a,z as b}from"./shared4.js?v=feedabcbbfcd";import"./shared7.js?v=feedabcbbfcd";import"./core.js?v=feedabcbbfcd";import"./shared1.js?v=feedabcbbfcd";export{b as choose,a as default};
