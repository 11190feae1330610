/** Edits of recorded messages that are not saved yet: they outlive a look at another flow. */
import { signal } from "@preact/signals";
import { editsOf } from "../detail/revisions";
import type { Flow, Part } from "../detail/types";
import type { HeldFlow } from "../held/calls";
import { draftOf, type Draft } from "../held/draft";

const drafts = signal<ReadonlyMap<string, Draft>>(new Map());
const comments = signal<ReadonlyMap<number, string>>(new Map());

const key = (flow: number, part: Part): string => `${flow} ${part}`;

export function draftFor(flow: number, part: Part): Draft | undefined {
  return drafts.value.get(key(flow, part));
}

export function keepDraft(flow: number, part: Part, draft: Draft | null): void {
  const all = new Map(drafts.value);
  if (draft) all.set(key(flow, part), draft);
  else all.delete(key(flow, part));
  drafts.value = all;
}

export function commentFor(flow: number): string {
  return comments.value.get(flow) ?? "";
}

export function keepComment(flow: number, comment: string): void {
  const all = new Map(comments.value);
  if (comment) all.set(flow, comment);
  else all.delete(flow);
  comments.value = all;
}

/** The message as it is now. Its revision counts edits alone, since a mark or a comment of the flow makes no draft stale. */
export function baseOf(flow: Flow, part: Part): Draft {
  return { ...draftOf(flow as HeldFlow, part), revision: editsOf(flow) };
}
