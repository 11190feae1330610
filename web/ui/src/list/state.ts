// What other parts may know of the list, and ask of it.
import { computed, signal } from "@preact/signals";
import { hi } from "../live";
import { param, setParams } from "../router";

/** The flow that the detail shows; null if none is focused. */
export const focusId = signal<number | null>(null);
/** Number of flows that the filter shows. */
export const shownCount = signal(0);
export const selectedCount = signal(0);
/** The filter in force, as in the address. */
export const filter = param("f");
/** Whether the detail is shown. */
export const detailOpen = computed(() => param("flow").value !== "");

/** For `view=` of the API; undefined until the channel is open. */
export function viewNumber(): number | undefined {
  return hi.value?.view;
}

/** Sets the filter, as if it was typed. */
export function setFilter(expression: string): void {
  setParams({ f: expression }, "push");
}

/** Adds a condition to the filter in force. */
export function narrow(expression: string): void {
  const now = filter.value.trim();
  setFilter(now ? `(${now}) & (${expression})` : expression);
}

/** Focuses a flow, wherever it is in the list, and opens its detail. */
export function openFlow(id: number, how: "push" | "replace" = "push"): void {
  focusId.value = id;
  setParams({ flow: id }, how);
}

/** A key asked for the detail; its tabs take the focus once they are there. */
export const detailAsked = signal(false);

/** Nothing has the focus until the detail does, so that what is typed meanwhile calls no action. */
export function askDetail(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  detailAsked.value = true;
}

/** A key asked for the comment; its box takes the focus once it is there. */
export const commentAsked = signal(false);

/** Opens the notes. Nothing has the focus until their box does, so that what is typed meanwhile calls no action. */
export function askComment(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  commentAsked.value = true;
  setParams({ tab: "notes" });
}

export function closeDetail(): void {
  detailAsked.value = false;
  setParams({ flow: null, tab: null, view: null, at: null }, "push");
}
