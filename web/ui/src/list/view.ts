// The view of this tab on the server: what the address says of it, told over the live channel.
import { computed, effect, signal, untracked } from "@preact/signals";
import { hi, liveState, onMessage, onOpen, send, type Message } from "../live";
import { param, setParams } from "../router";
import { stored } from "../store";
import { extras } from "./columns";
import { setColumns } from "./row";
import { filter } from "./state";

export interface FilterProblem {
  column: number;
  found?: string;
  expected?: string;
  detail: string;
}

export interface SearchState {
  searching: boolean;
  searched: number;
  of: number;
  matches: number;
  problem: FilterProblem | null;
}

export interface Highlight {
  filter: string;
  /** Whether it is used. */
  on: boolean;
}

const NOTHING: SearchState = { searching: false, searched: 0, of: 0, matches: 0, problem: null };

export const search = signal<SearchState>(NOTHING);
// A search is shown as ended once all of it is painted: the rows in sight may be of the filter before.
let end: SearchState | null = null;
/** Whether the newest frame has all that the present view shows, and whether it is painted. */
let newest = { isWhole: false, isPainted: false };

/** A frame came; it is whole if it has all that the present view shows. */
export function frameCame(isWhole: boolean): void {
  newest = { isWhole, isPainted: false };
}

export function framePainted(): void {
  newest.isPainted = true;
  if (newest.isWhole) tellEnd();
}

function searchEnded(state: SearchState): void {
  end = state;
  if (newest.isWhole && newest.isPainted) tellEnd();
  else search.value = { ...state, searching: true, searched: state.of };
}

function tellEnd(): void {
  if (end) search.value = end;
  end = null;
}

/** At most six: their colours and glyphs are by their place. */
export const highlights = stored<Highlight[]>("highlights", []);
export const MOST_HIGHLIGHTS = 6;
/** What the server said of the filters of those in use, in their order; null for one without an error. */
const toldProblems = signal<(FilterProblem | null)[]>([]);
/** The same for all highlights: one that is not in use has none. */
export const highlightProblems = computed(() => placed(highlights.value.map(each => each.on), toldProblems.value));

/** Puts what is told of those in use at their places among all. */
export function placed<T>(used: boolean[], told: (T | null)[]): (T | null)[] {
  let at = 0;
  return used.map(on => (on ? (told[at++] ?? null) : null));
}

const orderParam = param("o");
const reversedParam = param("r");
const markedParam = param("marked");

export const order = computed(() => orderParam.value || "time");
export const reversed = computed(() => reversedParam.value === "1");
export const markedOnly = computed(() => markedParam.value === "1");

export const ORDERS = ["time", "method", "host", "url", "status", "type", "size", "duration"];

/** By order, then reversed, then by time again. */
export function sortBy(wanted: string): void {
  if (order.value !== wanted) setParams({ o: wanted === "time" ? null : wanted, r: null }, "push");
  else if (!reversed.value) setParams({ r: 1 }, "push");
  else setParams({ o: null, r: null }, "push");
}

export function nextOrder(): void {
  const next = ORDERS[(ORDERS.indexOf(order.value) + 1) % ORDERS.length] ?? "time";
  setParams({ o: next === "time" ? null : next }, "push");
}

export function turnAround(): void {
  setParams({ r: reversed.value ? null : 1 }, "push");
}

export function turnMarked(): void {
  setParams({ marked: markedOnly.value ? null : 1 }, "push");
}

const wantedView = computed(() => JSON.stringify({
  filter: filter.value,
  order: order.value,
  reversed: reversed.value,
  marked: markedOnly.value,
  highlights: highlights.value.filter(each => each.on).slice(0, MOST_HIGHLIGHTS).map(each => each.filter),
  extra: extras.value,
}));

/** Ends a search: the filter that was in force before stays. */
export function cancelSearch(): void {
  if (!search.value.searching) return;
  setParams({ f: before }, "replace");
}

let before = "";
let now = "";

/** Tells the server of the view at each opening and change; `changed` is called before, with what is another. */
export function startView(changed: (what: { number: number; filter: boolean; order: boolean; marked: boolean; opened: boolean }) => void): void {
  let number = 0;
  let told: { filter: string; order: string; reversed: boolean; marked: boolean } | null = null;
  const tell = (opened: boolean) => {
    const view = JSON.parse(wantedView.value) as { filter: string; order: string; reversed: boolean; marked: boolean; extra: string[] };
    setColumns([...(hi.value?.columns ?? []), ...view.extra]);
    if (view.filter !== now) {
      if (!search.value.problem && !search.value.searching) before = now;
      now = view.filter;
    }
    const change = {
      number: ++number,
      filter: told?.filter !== view.filter,
      order: told?.order !== view.order || told.reversed !== view.reversed,
      marked: told?.marked !== view.marked,
      opened: opened || told === null,
    };
    told = view;
    if (change.filter) end = null;
    newest.isWhole = false;
    if (change.filter && view.filter) search.value = { ...search.value, searching: true, problem: null, searched: 0, matches: 0 };
    toldProblems.value = []; // the server tells of those of this view
    send({ t: "view", n: number, ...view });
    changed(change);
  };
  onMessage<Message & Partial<SearchState> & { filter?: string }>("state", message => {
    if (message.filter !== undefined && message.filter !== now) return; // of a text that was typed before
    const state = { ...NOTHING, of: search.value.of, ...message, problem: message.problem ?? null };
    const ends = search.value.searching && !state.searching && !state.problem;
    end = null;
    if (ends) searchEnded(state);
    else search.value = state;
  });
  onMessage<Message & { problems?: (FilterProblem | null)[] }>("highlights", message => {
    toldProblems.value = message.problems ?? [];
  });
  onOpen(() => tell(true));
  let first = true;
  effect(() => {
    void wantedView.value;
    // What is told depends on more than what it is told for.
    if (!first) untracked(() => void (liveState.value === "open" && tell(false)));
    first = false;
  });
}
