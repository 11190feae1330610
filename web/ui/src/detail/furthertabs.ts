// The tabs of the detail that are loaded when one of them is first chosen.
export { Connection } from "./connection";
export { Notes } from "./notes";
export { Raw } from "./raw";
export { Timing } from "./timing";
