// The revisions of a flow, and what can be done with them. Pure.
import { opened, whyReadOnly } from "../opened";
import { clock } from "../format";
import type { Flow, Part, Revision } from "./types";
import { type FlowId } from "../flowid";

/** A revision that can be shown. */
export interface Step {
  /** For the API: `original`, or the number of the edit after which the flow was so. */
  readonly id: string;
  readonly label: string;
  readonly newest: boolean;
  /** The edit that made it. */
  readonly edit: Revision | null;
}

export const ORIGINAL = "original";

function timeOf(edit: Revision): string {
  return clock(Date.parse(edit.time) * 1000).replace(/\.\d+$/, "");
}

/** From what the peers sent to the newest one; empty if there is only one. */
export function stepsOf(flow: Flow): Step[] {
  const edits = flow.revisions ?? [];
  if (edits.length === 0 && !flow.changed) return [];
  const steps: Omit<Step, "newest">[] = [{ id: ORIGINAL, label: "Original", edit: null }];
  if (flow.changed_on_its_way) steps.push({ id: "0", label: "As recorded", edit: null });
  for (const edit of edits) steps.push({ id: String(edit.n), label: `${edit.n} · ${edit.by}, ${timeOf(edit)}`, edit });
  return steps.map((step, at) => ({ ...step, newest: at === steps.length - 1 }));
}

/** Where a revision is among the steps; the newest one for the empty text. */
export function placeOf(steps: readonly Step[], revision: string): number {
  const at = steps.findIndex(step => step.id === revision);
  return at < 0 ? steps.length - 1 : at;
}

/** Which steps have a button of their own: the first and the last ones; those between are in a menu. */
export function inMenu(steps: readonly Step[]): readonly Step[] {
  return steps.length <= MOST_BUTTONS ? [] : steps.slice(1, -2);
}

const MOST_BUTTONS = 5;

/** For `ids=` of a comparison: the earlier one first. */
export function comparison(flow: FlowId, steps: readonly Step[], one: number, other: number): string {
  return [Math.min(one, other), Math.max(one, other)].map(at => `${flow}@${steps[at]!.id}`).join(",");
}

/** How a revision in a comparison is called: `12@original`. */
export function nameOfRevision(id: string): string {
  const [flow, revision] = id.split("@");
  if (revision === undefined) return `Flow ${flow}`;
  return `Flow ${flow}, ${revision === ORIGINAL ? "original" : revision === "0" ? "as recorded" : `revision ${revision}`}`;
}

/** Why a recorded flow cannot be edited; null if it can. */
export function whyNotEdited(flow: Flow | null): string | null {
  if (!flow) return "no flow is shown";
  if (opened) return whyReadOnly();
  if (flow.kind !== "http") return "this is a raw stream; only requests and responses can be edited";
  if (flow.state === "open") return "the flow is in progress; hold its next message to edit it, or wait for its end";
  if (flow.shown) return "an earlier revision is shown; show the newest one to edit it";
  return null;
}

/** Bytes of a body that are edited as text at most. */
export const LONGEST_EDITED = 5 << 20;

/** Why only the head of a message is edited; null if the body is, too. Of a coded body, the size without codings is known later. */
export function whyNoBody(flow: Flow, part: Part): string | null {
  const facts = flow.bodies?.[part];
  if (!facts) return null;
  if (facts.lack !== null || facts.recorded < facts.size) return `the body is not whole${facts.lack ? `: ${facts.lack}` : ""}`;
  return facts.recorded > LONGEST_EDITED ? "the body is larger than 5 MiB" : null;
}

/** Whether a text of the newest revision differs for a person: the count of its edits, which notes leave alone. */
export function editsOf(flow: Flow): number {
  return flow.revisions?.length ?? 0;
}
