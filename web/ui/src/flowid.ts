// The numbers of flows. They are kept as the API gave them, since those of a shared store are more than a number holds exactly.

/** `2041` in a session file, `"17.2041"` in a store that several recorders share: flow 2041 of recorder 17. Never computed with. */
export type FlowId = number | string;

/** The number that no flow has. */
export const NO_FLOW = 0;

/** Reads a number as people and addresses write it: `2041`, `#2041`, `17.2041`; {@link NO_FLOW} for any other text. */
export function parseFlowId(text: string): FlowId {
  const [, recorder, local] = /^\s*#?0*(?:(\d+)\.0*)?(\d+)\s*$/.exec(text) ?? [];
  if (local === undefined) return NO_FLOW;
  if (recorder !== undefined) return `${recorder}.${local}`;
  const id = Number(local);
  return Number.isSafeInteger(id) ? id : NO_FLOW;
}

/** The recorder and what it counted; the recorder of a session file is 0. */
function parts(id: FlowId): [number, number] {
  if (typeof id === "number") return [0, id];
  const at = id.indexOf(".");
  return [Number(id.slice(0, at)), Number(id.slice(at + 1))];
}

/** The order of the numbers: by recorder, then as they were counted. */
export function compareIds(a: FlowId, b: FlowId): number {
  const [recorderA, localA] = parts(a);
  const [recorderB, localB] = parts(b);
  return recorderA - recorderB || localA - localB;
}

/** Whether a number is the next one of the same recorder. */
export function follows(a: FlowId, b: FlowId): boolean {
  const [recorderA, localA] = parts(a);
  const [recorderB, localB] = parts(b);
  return recorderA === recorderB && localB === localA + 1;
}

/** The flow that the same recorder counted so: the number in the notes of a flow is one of its own recorder. */
export function ofSameRecorder(id: FlowId, local: string): FlowId {
  return parseFlowId(typeof id === "number" ? local : `${id.slice(0, id.indexOf("."))}.${local}`);
}
