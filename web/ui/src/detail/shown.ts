// Which revision of a flow is shown, and whether one is edited. An earlier revision is shown of one flow at a time.
import { signal } from "@preact/signals";
import type { Part } from "./types";
import { type FlowId, NO_FLOW } from "../flowid";

const shown = signal<{ readonly flow: FlowId; readonly revision: string }>({ flow: NO_FLOW, revision: "" });

/** `original` as the peers sent it, the number of an edit, or empty for the newest revision. */
export function shownRevision(flow: FlowId): string {
  return shown.value.flow === flow ? shown.value.revision : "";
}

export function showRevision(flow: FlowId, revision: string): void {
  shown.value = { flow, revision };
}

/** The recorded message that is edited in the detail of its flow; null if none is. */
export const editing = signal<{ readonly flow: FlowId; readonly part: Part } | null>(null);

/** A key asked for the editor; its first field takes the focus once it is there. */
export const editorAsked = signal(false);

/** Nothing has the focus until the editor does, so that what is typed meanwhile calls no action. */
export function startEditing(flow: FlowId, part: Part): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  editing.value = { flow, part };
  editorAsked.value = true;
}
