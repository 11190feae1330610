// What a comparison of two selections is asked for, and what is answered: the lines of `steno diff --json`.
import type { Params } from "../api";
import { type FlowId } from "../flowid";

export interface DiffFlow {
  readonly id: FlowId;
  readonly method: string | null;
  readonly url: string;
  readonly status: number | null;
}

export interface DiffValue {
  readonly key: string;
  readonly left: string | null;
  readonly right: string | null;
  /** The rule by which it would be ignored. */
  readonly ignore?: string;
}

export interface DiffPart {
  readonly part: string;
  readonly note: string;
  readonly omitted: number;
  readonly rows: readonly DiffValue[];
}

export type Kind = "changed" | "removed" | "added";

export interface Difference {
  readonly type: Kind;
  readonly left?: DiffFlow;
  readonly right?: DiffFlow;
  readonly parts?: readonly DiffPart[];
}

export interface Summary {
  readonly type: "summary";
  readonly left: number;
  readonly right: number;
  readonly pairs_same: number;
  readonly changed: number;
  readonly removed: number;
  readonly added: number;
  readonly recoded: number;
  readonly damaged: number;
}

export type Line = { readonly type: "head" } | Difference | Summary;

export interface Asked {
  /** Filters, or numbers of flows such as `3,5-9`; empty for all flows. */
  readonly a: string;
  readonly b: string;
  /** Rules on what is no difference, besides the usual ones. */
  readonly ignored: readonly string[];
  /** Whether dates, ids of requests and the like are ignored. */
  readonly usual: boolean;
  readonly ordered: boolean;
  readonly timing: boolean;
}

/** Differences that are asked for at once; all are counted. */
export const PIECE = 1000;
/** Differences that are listed at most, since each is in memory with its values. */
export const MOST_LISTED = 10_000;
const MOST_VALUES = 50;
const MOST_CHARACTERS = 400;
/** Times that differ by less than this are equal. */
export const TIMING_PERCENT = 20;
/** Characters that fit into the head of a request, with room for its fields. */
const MOST_SENT = 12_000;

export function paramsOf(asked: Asked, view?: number, skip = 0): Params {
  return {
    a: asked.a, b: asked.b, view, skip: skip || null, limit: PIECE, values: MOST_VALUES, length: MOST_CHARACTERS,
    ignore: asked.ignored.join("\n") || null, strict: !asked.usual, ordered: asked.ordered, timing: asked.timing ? TIMING_PERCENT : null,
  };
}

/** Why it cannot be asked; null if it can. */
export function whyNot(asked: Asked): string | null {
  if (asked.a.trim() === asked.b.trim()) return "Write a filter, or numbers of flows such as 3,5-9, for each side. An empty side is all flows.";
  if (encodeURIComponent(asked.a + asked.b + asked.ignored.join("\n")).length > MOST_SENT) return "The selections are too long to be sent; select by filters, such as a host or a span of time.";
  return null;
}

export function isSame(one: Asked, other: Asked): boolean {
  return JSON.stringify(paramsOf(one)) === JSON.stringify(paramsOf(other));
}

/** What differs, in a few words: the new status, then the other parts. */
export function whatDiffers(difference: Difference): string {
  const parts = difference.parts ?? [];
  const status = parts.find(part => part.part === "status line")?.rows.find(row => row.key === "status");
  const others = parts.filter(part => (part.part !== "status line" || !status) && (part.rows.length > 0 || part.omitted > 0)).map(part => part.part);
  return [...(status ? [`status ${status.left ?? "none"} → ${status.right ?? "none"}`] : []), ...others].join(", ");
}

/** Rules by which all values of a flow would be ignored, but for its status, its outcome and whole bodies: these are what comparisons are made for. */
export function rulesOf(difference: Difference): string[] {
  const rules = (difference.parts ?? []).flatMap(part => part.rows).map(row => row.ignore ?? "");
  return [...new Set(rules)].filter(rule => rule !== "" && rule !== "json:$" && !rule.startsWith("part:"));
}
