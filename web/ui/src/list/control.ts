// The model of this tab's list, joined to the live channel, to the address and to the keys.
import { effect, signal, untracked } from "@preact/signals";
import { onMessage, onOpen, send, type Message } from "../live";
import { param, setParams } from "../router";
import { flowCount } from "../session";
import { ListModel, type Frame, type Mode } from "./model";
import { filter, focusId, hasOlder, selectedCount, shownCount } from "./state";
import { frameCame, framePainted, order, reversed, startView } from "./view";
import { NO_FLOW, parseFlowId } from "../flowid";

export const mode = signal<Mode>("tail");
/** Flows that came since tail was left. */
export const behind = signal(0);
export const loaded = signal(false);

let draw: () => void = () => undefined;
let waitingAck: Frame | null = null;
let pausedAt = 0;
let flowTimer = 0;
/** Whether the detail was asked for of a row that is not loaded. */
let opensOnceKnown = false;

const flow = param("flow");

export const list = new ListModel({
  send: message => void send(message),
  changed: () => {
    publishSelection(); // not only with the next drawing: a key that follows a click acts on what the click selected
    draw();
  },
});

/** Called after a drawing: the server may send the next frame. */
export function painted(): void {
  publish();
  framePainted();
  acknowledge();
}

function acknowledge(): void {
  if (!waitingAck) return;
  send({ t: "ack", n: waitingAck.n });
  waitingAck = null;
}

function publish(): void {
  mode.value = list.mode;
  behind.value = list.mode === "paused" ? Math.max(0, flowCount.value - pausedAt) : list.mode === "browsing" ? list.behind : 0;
  shownCount.value = list.scroller.size;
  hasOlder.value = list.older;
  publishSelection();
  loaded.value = list.isLoaded;
}

function publishSelection(): void {
  selectedCount.value = list.selection.count(list.scroller.size);
}

/** Joins the list to its drawing; returns how to end that. */
export function attach(drawing: () => void): () => void {
  draw = drawing;
  drawing();
  return () => void (draw = () => undefined);
}

export function pause(): void {
  if (list.mode === "paused") {
    list.browse();
  } else {
    list.mode = "paused";
    // The status lags behind by a second at most.
    pausedAt = Math.max(flowCount.value, filter.value ? 0 : list.scroller.size);
  }
  draw();
}

export function follow(): void {
  list.tail();
}

/** Takes the focus to a flow and shows its detail, if `open` or if a detail is shown already. */
export function focusRank(rank: number, open: boolean, isSeen = false): void {
  list.focus(rank, isSeen);
  focusId.value = list.focusId;
  showFocused(open);
}

/** The address follows the focus, but not each row of a fast ride. */
export function showFocused(open: boolean): void {
  clearTimeout(flowTimer);
  opensOnceKnown = open && list.focusId === null;
  if (!open && !flow.value) return;
  const show = () => {
    if (list.focusId !== null) setParams({ flow: list.focusId }, flow.value ? "replace" : "push");
  };
  if (open) show();
  else flowTimer = window.setTimeout(show, 120);
}

function received(message: Message & Frame): void {
  const known = list.focusId;
  waitingAck = message;
  const isPresent = list.frame(message);
  frameCame(isPresent && message.whole);
  if (!isPresent) {
    acknowledge();
    return;
  }
  // A row that was focused before it was loaded.
  if (known === null && list.focusRank >= 0) {
    list.focusId = list.idAt(list.focusRank) ?? null;
    focusId.value = list.focusId;
    if (list.focusId !== null && (flow.value || opensOnceKnown)) showFocused(opensOnceKnown);
  }
}

export function startList(): void {
  onMessage<Message & Frame>("w", received);
  startView(change => {
    list.reversed = reversed.value;
    list.shows(change.number, change.opened || change.filter || change.order || change.marked);
    if (change.marked && list.mode === "paused") list.browse(); // another list has to be seen
    if (change.opened) list.askAgain();
    else if (change.filter || change.order) changed(change.order);
  });
  effect(() => {
    const id = parseFlowId(flow.value);
    if (id === NO_FLOW || id === list.focusId) return;
    untracked(() => {
      list.focusId = id;
      focusId.value = id;
      send({ t: "focus", id });
      list.goTo(id);
    });
  });
  // Nothing is sent to a page that shows nothing new.
  let told = false;
  const tellPause = () => {
    const on = mode.peek() === "paused" || document.hidden;
    if (on === told) return;
    if (send({ t: "pause", on })) told = on;
  };
  onOpen(() => {
    told = false;
    tellPause();
  });
  document.addEventListener("visibilitychange", () => tellPause());
  effect(() => {
    void mode.value;
    untracked(() => tellPause());
  });
  effect(() => {
    void flowCount.value;
    if (list.mode === "paused") untracked(publish);
  });
}

/** The view is another: the focused flow stays where it is on the screen, if there is one. */
function changed(sorted: boolean): void {
  const { scroller, focusId: id, focusRank: rank } = list;
  const seen = id !== null && rank >= scroller.top && rank < scroller.top + scroller.screen;
  const cutOff = scroller.top - rank;
  list.restart(order.value === "time" && (list.mode === "tail" || !seen));
  if (id !== null && seen && (sorted || list.mode !== "tail")) list.goTo(id, cutOff);
  draw();
}
