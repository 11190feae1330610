/** Edits of recorded messages that are not saved yet: they outlive a look at another flow. */
import { signal } from "@preact/signals";
import { editsOf } from "../detail/revisions";
import type { Flow, Part } from "../detail/types";
import type { HeldFlow } from "../held/calls";
import { draftOf, type Draft } from "../held/draft";
import { type FlowId } from "../flowid";

const drafts = signal<ReadonlyMap<string, Draft>>(new Map());
const comments = signal<ReadonlyMap<FlowId, string>>(new Map());

const key = (flow: FlowId, part: Part): string => `${flow} ${part}`;

export function draftFor(flow: FlowId, part: Part): Draft | undefined {
  return drafts.value.get(key(flow, part));
}

export function keepDraft(flow: FlowId, part: Part, draft: Draft | null): void {
  const all = new Map(drafts.value);
  if (draft) all.set(key(flow, part), draft);
  else all.delete(key(flow, part));
  drafts.value = all;
}

export function commentFor(flow: FlowId): string {
  return comments.value.get(flow) ?? "";
}

export function keepComment(flow: FlowId, comment: string): void {
  const all = new Map(comments.value);
  if (comment) all.set(flow, comment);
  else all.delete(flow);
  comments.value = all;
}

/** The message as it is now. Its revision counts edits alone, since a mark or a comment of the flow makes no draft stale. */
export function baseOf(flow: Flow, part: Part): Draft {
  return { ...draftOf(flow as HeldFlow, part), revision: editsOf(flow) };
}
