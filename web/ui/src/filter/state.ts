// The text of the filter box, its completion, its history and its presets.
import { effect, signal } from "@preact/signals";
import { get, isAbort } from "../api";
import { filter } from "../list/state";
import { setParams } from "../router";
import { stored } from "../store";

/** What is in the box; the filter follows it. */
export const typed = signal("");

export interface Candidate {
  text: string;
  label?: string;
  kind?: string;
  count?: number;
  help?: string;
}

export interface Completion {
  /** What was in the box when it was asked for: of another text, its offsets mean nothing. */
  text: string;
  from: number;
  to: number;
  items: Candidate[];
}

const NONE: Completion = { text: "", from: 0, to: 0, items: [] };

export const completion = signal<Completion>(NONE);

export interface Preset {
  name: string;
  filter: string;
}

export const presets = stored<Preset[]>("presets", []);
const history = stored<string[]>("filter-history", []);

const APPLY_MS = 120;
const MOST_HISTORY = 200;
let timer = 0;
let asking: AbortController | null = null;

/** The box was typed in. */
export function type(text: string): void {
  typed.value = text;
  clearTimeout(timer);
  timer = window.setTimeout(() => apply("replace"), APPLY_MS);
}

/** Puts what was typed in force, if it is not yet. */
export function flush(): void {
  if (timer) apply("replace");
}

/** Puts the text of the box in force. */
export function apply(how: "push" | "replace"): void {
  clearTimeout(timer);
  timer = 0;
  setParams({ f: typed.value.trim() || null }, how);
  if (how === "push") remember(typed.value.trim());
}

/** Puts another text into the box and in force. */
export function use(text: string): void {
  typed.value = text;
  apply("push");
}

export function remember(text: string): void {
  if (!text) return;
  history.value = [text, ...history.value.filter(each => each !== text)].slice(0, MOST_HISTORY);
}

export function showHistory(): void {
  completion.value = { text: typed.value, from: 0, to: typed.value.length, items: history.value.map(text => ({ text, kind: "history" })) };
}

export function closeCompletion(): void {
  asking?.abort();
  if (completion.value.items.length) completion.value = NONE;
}

/** Asks for candidates at the cursor; a newer question ends this one. */
export async function complete(text: string, at: number): Promise<void> {
  asking?.abort();
  const abort = asking = new AbortController();
  try {
    const found = await get<Omit<Completion, "text">>("/filter/complete", { text, at }, abort.signal);
    if (asking === abort) completion.value = { ...found, text };
  } catch (e) {
    if (!isAbort(e) && asking === abort) completion.value = NONE; // the filter works without it
  }
}

// The address may change without the box: Back, a link, an action.
effect(() => {
  const now = filter.value;
  if (typed.peek().trim() !== now) typed.value = now;
});
