// What other parts may know of the list, and ask of it.
import { computed, signal } from "@preact/signals";
import { hi } from "../live";
import { go, param, route, setParams } from "../router";
import { type FlowId, NO_FLOW, parseFlowId } from "../flowid";

/** The flow that the detail shows; null if none is focused. */
export const focusId = signal<FlowId | null>(null);
/** Number of flows that the filter shows. */
export const shownCount = signal(0);
/** Whether these are the newest ones, since the view has no room for all that match. */
export const hasOlder = signal(false);
export const selectedCount = signal(0);
/** The filter in force, as in the address. */
export const filter = param("f");
/** Whether the detail is shown. */
export const detailOpen = computed(() => param("flow").value !== "");

/** The parameter of the flow whose detail is shown: on the page that composes requests, `flow` is what the request is made of. */
const shownParam = (): string => (route.value.page === "compose" ? "attempt" : "flow");

/** The flow whose detail is shown; {@link NO_FLOW} if there is none. */
export const shownFlow = computed(() => parseFlowId(route.value.params[shownParam()] ?? ""));

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
export function openFlow(id: FlowId, how: "push" | "replace" = "push"): void {
  focusId.value = id;
  if (route.value.page === "compose") go("flows", { flow: id, attempt: null }, how);
  else setParams({ flow: id }, how);
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
  setParams({ [shownParam()]: null, tab: null, view: null, at: null }, "push");
}

/** Opens the page that composes requests: with that of a flow, or with a new one. */
export function compose(flow: FlowId | null): void {
  go("compose", { flow, attempt: null, tab: null, view: null, at: null });
}
