/** What is edited on the page of held messages: unsaved drafts outlive a look at another message. */
import { signal } from "@preact/signals";
import { confirm } from "../ui/dialog";
import { plural } from "../format";
import { toast, toastError } from "../ui/toast";
import { drop, kill, resume, resumeAll, type Sending } from "./calls";
import type { Draft } from "./draft";
import { list, refresh } from "./feed";

/** Drafts that are not sent to Steno yet, by the flow. */
export const drafts = signal<ReadonlyMap<number, Draft>>(new Map());

export function keepDraft(id: number, draft: Draft | null): void {
  const all = new Map(drafts.value);
  if (draft) all.set(id, draft);
  else all.delete(id);
  drafts.value = all;
}

/** Flows whose hold was ended here: that they go is no news. */
export const ended = new Set<number>();

async function end(id: number, action: Promise<unknown>, said: string): Promise<void> {
  ended.add(id);
  try {
    await action;
    keepDraft(id, null);
    toast(said);
  } catch (e) {
    ended.delete(id);
    toastError(e);
  }
  await refresh();
}

/** Sends a message on as it came, or as its saved draft is. */
export function resumeOne(id: number, how: Sending = {}): Promise<void> {
  return end(id, resume(id, how), how.and_response ? `Flow ${id} goes on; its response will be held` : `Flow ${id} goes on`);
}

export function dropOne(id: number): Promise<void> {
  return end(id, drop(id), `Flow ${id} is dropped: its client gets a page that says so`);
}

export function killOne(id: number): Promise<void> {
  return end(id, kill(id), `Flow ${id} is cut off`);
}

/** Drafts that were not saved would be lost: that is asked first. */
export async function resumeEach(): Promise<void> {
  const unsaved = drafts.value.size;
  if (unsaved > 0 && !(await confirm({
    title: "Resume all?", detail: `${plural(unsaved, "draft")} not saved: those messages go on as they were before.`, deed: "Resume all",
  }))) return;
  for (const row of list.value?.held ?? []) ended.add(row.id);
  try {
    const { count } = await resumeAll();
    drafts.value = new Map();
    toast(`${plural(count, "flow")} resumed`);
  } catch (e) {
    toastError(e);
  }
  await refresh();
}
