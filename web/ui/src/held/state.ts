/** What is edited on the page of held messages: unsaved drafts outlive a look at another message. */
import { computed, signal } from "@preact/signals";
import { confirm } from "../ui/dialog";
import { plural } from "../format";
import { toast, toastError } from "../ui/toast";
import { drop, kill, resume, resumeAll, type HeldRow, type Sending } from "./calls";
import type { Draft } from "./draft";
import { list, refresh } from "./feed";
import { type FlowId } from "../flowid";

/** Drafts that are not sent to Steno yet, by the flow. */
export const drafts = signal<ReadonlyMap<FlowId, Draft>>(new Map());

export function keepDraft(id: FlowId, draft: Draft | null): void {
  const all = new Map(drafts.value);
  if (draft) all.set(id, draft);
  else all.delete(id);
  drafts.value = all;
}

/** Holds that were ended here: that they go is no news. */
const ended = signal<ReadonlySet<string>>(new Set());

const holdOf = (row: HeldRow): string => `${row.id} ${row.point} ${row.since}`;

/** What waits: without what was ended here, though the list may have it still, so that a key pressed twice is about two messages. */
export const waiting = computed(() => list.value?.held.filter(row => !ended.value.has(holdOf(row))) ?? []);

export function wasEndedHere(row: HeldRow): boolean {
  return ended.value.has(holdOf(row));
}

/** Ends the hold of a flow here; returns what to call if that fails. */
export function markEnded(...ids: FlowId[]): () => void {
  const before = ended.value;
  const going = (list.value?.held ?? []).filter(row => ids.includes(row.id)).map(holdOf);
  // Those that are in the list no more are forgotten.
  const there = (list.value?.held ?? []).map(holdOf).filter(hold => before.has(hold));
  ended.value = new Set([...there, ...going]);
  return () => void (ended.value = new Set([...ended.value].filter(hold => !going.includes(hold))));
}

async function end(id: FlowId, action: Promise<unknown>, said: string): Promise<void> {
  const undo = markEnded(id);
  const draft = drafts.value.get(id);
  try {
    await action;
    if (drafts.value.get(id) === draft) keepDraft(id, null); // else one of its response, which was quicker
    toast(said);
  } catch (e) {
    undo();
    toastError(e);
  }
  await refresh();
}

/** A key asked for the editor; its first field takes the focus once it is there. */
export const editAsked = signal(false);

/** Nothing has the focus until the editor does, so that what is typed meanwhile calls no action. */
export function askEdit(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  editAsked.value = true;
}

/** Sends a message on as it came, or as its saved draft is. */
export function resumeOne(id: FlowId, how: Sending = {}): Promise<void> {
  return end(id, resume(id, how), how.and_response ? `Flow ${id} goes on; its response will be held` : `Flow ${id} goes on`);
}

export function dropOne(id: FlowId): Promise<void> {
  return end(id, drop(id), `Flow ${id} is dropped: its client gets a page that says so`);
}

export function killOne(id: FlowId): Promise<void> {
  return end(id, kill(id), `Flow ${id} is cut off`);
}

/** Drafts that were not saved would be lost: that is asked first. */
export async function resumeEach(): Promise<void> {
  const unsaved = drafts.value.size;
  if (unsaved > 0 && !(await confirm({
    title: "Resume all?", detail: `${plural(unsaved, "draft")} not saved: those messages go on as they were before.`, deed: "Resume all",
  }))) return;
  const undo = markEnded(...waiting.value.map(row => row.id));
  try {
    const { count } = await resumeAll();
    drafts.value = new Map();
    toast(`${plural(count, "flow")} resumed`);
  } catch (e) {
    undo();
    toastError(e);
  }
  await refresh();
}
