// The list without its pixels: which window of the view it asks for, what it knows of it, and where it stands.
import type { Cells } from "./row";
import { covers, Scroller, wanted, type Window } from "./scroller";
import { Selection } from "./selection";
import { type FlowId } from "../flowid";

export type Mode = "tail" | "browsing" | "paused";

/** A frame of the live channel. */
export interface Frame {
  n: number;
  /** The number of the view that it is of. */
  view: number;
  /** Whether all that the view shows was found. */
  whole: boolean;
  size: number;
  from: number;
  ids: FlowId[];
  rows: Cells[];
  new: number;
  /** Whether older flows match that the view has no room for. */
  older?: boolean;
}

export interface Ports {
  send: (message: { t: string } & Record<string, unknown>) => void;
  /** Something that is seen has changed. */
  changed: () => void;
}

interface Place {
  id: FlowId;
  /** Rows from the top of the screen to the flow. */
  offset: number;
  /** Frames that came since it was asked for. */
  frames: number;
}

/** Frames that may have been on their way when a place was asked for. */
const LATE_FRAMES = 2;
/** Rows that are kept beside those of the window. */
const KEPT_ROWS = 2000;

export class ListModel {
  readonly scroller = new Scroller();
  readonly selection = new Selection();
  mode: Mode = "tail";
  reversed = false;
  focusRank = -1;
  focusId: FlowId | null = null;
  /** Flows that came behind the window since tail was left. */
  behind = 0;
  /** Whether a frame of the present view has come. */
  isLoaded = false;
  /** Whether older flows match than those that the list has room for. */
  older = false;
  private from = 0;
  private ids: FlowId[] = [];
  private readonly rows = new Map<FlowId, Cells>();
  private asked: Window | null = null;
  private askedTail = false;
  private place: Place | null = null;
  private direction = 0;
  /** The number of the view that was told last. */
  private view = 0;
  /** Whether what is shown is of an earlier view. */
  private isStale = false;
  /** Whether the list begins anew: rows of the view before hold no place in it. */
  private begins = false;

  constructor(private readonly ports: Ports) {}

  idAt(rank: number): FlowId | undefined {
    return this.ids[rank - this.from];
  }

  cellsAt(rank: number): Cells | null {
    const id = this.idAt(rank);
    return id === undefined ? null : this.rows.get(id) ?? null;
  }

  cellsOf(id: FlowId): Cells | null {
    return this.rows.get(id) ?? null;
  }

  /** The server is told of another view, under a number. */
  shows(view: number, hasOtherFlows: boolean): void {
    this.view = view;
    if (hasOtherFlows) this.isStale = true;
  }

  /** Takes a frame; what was seen stays where it was, unless the list is in tail. Returns whether it is of the present view. */
  frame(frame: Frame): boolean {
    const anchorRank = Math.floor(this.scroller.top);
    const anchorId = this.idAt(anchorRank);
    const before = this.scroller.size;
    for (const cells of frame.rows) {
      const id = cells[0] as FlowId;
      this.rows.delete(id); // so that the newest is last
      this.rows.set(id, cells);
    }
    if (frame.view !== this.view) return false; // it was on its way
    this.from = frame.from;
    this.ids = frame.ids;
    this.isLoaded = true;
    this.isStale = false;
    this.forget();
    this.behind = frame.new;
    this.older = frame.older ?? false;
    this.scroller.resize(frame.size, this.mode === "tail" && !this.reversed);
    if (this.mode === "tail" && this.reversed) this.scroller.moveTo(0);
    if (this.place) this.settle(this.place, frame.whole);
    else if (this.mode !== "tail" && anchorId !== undefined && !this.begins) this.keep(anchorRank, anchorId, frame.size - before);
    this.findFocus();
    if (frame.whole) this.begins = false;
    this.ask();
    this.ports.changed();
    return true;
  }

  /** A place was asked for: go there once it is known; while a search goes on, it may be another with each frame. */
  private settle(place: Place, isWhole: boolean): void {
    const at = this.ids.indexOf(place.id);
    if (at >= 0) {
      this.scroller.moveTo(this.from + at - place.offset);
      if (isWhole) this.place = null;
    } else if (!isWhole) return;
    else if (++place.frames > LATE_FRAMES) {
      this.scroller.moveTo(this.from + this.ids.length / 2 - place.offset); // not shown: the nearest
      this.place = null;
    }
  }

  /** Rows may have come or gone above the first visible one. */
  private keep(rank: number, id: FlowId, grown: number): void {
    const at = this.ids.indexOf(id);
    if (at >= 0) {
      const moved = this.from + at - rank;
      if (moved === 0) return;
      this.scroller.shift(moved);
      this.selection.shift(Math.min(rank, rank + moved), moved);
      if (this.focusRank >= 0) this.focusRank = Math.max(0, this.focusRank + moved);
    } else if (grown !== 0 && rank >= this.from && rank < this.from + this.ids.length) {
      this.goTo(id, this.scroller.top - rank);
    }
  }

  private findFocus(): void {
    if (this.focusId === null) return;
    const at = this.ids.indexOf(this.focusId);
    if (at < 0) return;
    const rank = this.from + at;
    // A row of the view before that was chosen as this one came.
    if (this.begins && rank !== this.focusRank && this.selection.count(this.scroller.size) === 1 && this.selection.has(this.focusRank)) this.selection.only(rank);
    this.focusRank = rank;
  }

  private forget(): void {
    if (this.rows.size <= this.ids.length + KEPT_ROWS) return;
    const shown = new Set(this.ids);
    for (const id of this.rows.keys()) {
      if (this.rows.size <= this.ids.length + KEPT_ROWS) return;
      if (!shown.has(id)) this.rows.delete(id);
    }
  }

  /** Asks for the window that is needed, if it is another than the last one. */
  ask(): void {
    if (this.place || this.scroller.height === 0) return;
    if (this.mode === "tail") {
      const count = Math.min(200, Math.ceil(this.scroller.screen) * 2);
      if (this.askedTail && this.asked?.count === count) return;
      this.askedTail = true;
      this.asked = { from: 0, count };
      this.ports.send({ t: "win", from: 0, count, tail: true });
      return;
    }
    if (!this.askedTail && this.asked && covers(this.asked, this.scroller)) return;
    this.askedTail = false;
    this.asked = wanted(this.scroller, this.direction);
    this.ports.send({ t: "win", ...this.asked, tail: false });
  }

  /** The channel was opened again, or the view is another one. */
  askAgain(): void {
    this.asked = null;
    this.askedTail = false;
    if (this.place) this.goTo(this.place.id, -this.place.offset);
    else this.ask();
  }

  /** Shows a flow, so many rows below the top (a negative fraction is cut off above). */
  goTo(id: FlowId, cutOff = -Math.floor(this.scroller.screen / 3)): void {
    if (this.mode === "tail") this.mode = "browsing";
    const at = this.ids.indexOf(id);
    if (at >= 0 && !this.isStale && this.asked && !this.askedTail) {
      this.scroller.moveTo(this.from + at + cutOff);
      this.asked = null;
      this.ask();
    } else {
      this.place = { id, offset: -cutOff, frames: 0 };
      this.asked = null;
      this.askedTail = false;
      const count = Math.min(200, Math.ceil(this.scroller.screen) * 3 + 2);
      this.ports.send({ t: "win", around: id, count });
    }
    this.ports.changed();
  }

  /** The list begins with its first row, or shows the newest flows. */
  restart(tail: boolean): void {
    this.place = null;
    this.selection.clear();
    this.focusRank = this.focusId === null ? -1 : this.focusRank;
    this.mode = tail ? "tail" : "browsing"; // another list has to be seen, so a pause ends
    this.scroller.moveTo(0);
    this.begins = true;
    this.askAgain();
  }

  /** Follows the newest flows. */
  tail(): void {
    this.mode = "tail";
    this.place = null;
    this.behind = 0;
    this.scroller.moveTo(this.reversed ? 0 : this.scroller.maxTop);
    this.ask();
    this.ports.changed();
  }

  /** No longer follows. */
  browse(): void {
    if (this.mode === "browsing") return;
    this.mode = "browsing";
    this.ask();
    this.ports.changed();
  }

  /** After the scroller moved by so many rows. */
  moved(rows: number): void {
    if (rows !== 0) this.direction = Math.sign(rows);
    if (!this.isStale) this.begins = false;
    this.place = null;
    if (this.mode !== "browsing") this.browse();
    else this.ask();
    this.ports.changed();
  }

  /** Moves the focus; the row is shown. By a pointer it is the flow that is seen, else the one of that rank, though it is not there yet. */
  focus(rank: number, isSeen = false): void {
    const bounded = Math.max(0, Math.min(this.scroller.size - 1, rank));
    if (this.scroller.size === 0) return;
    this.direction = Math.sign(bounded - this.focusRank);
    this.focusRank = bounded;
    this.focusId = this.isStale && !isSeen ? null : this.idAt(bounded) ?? null;
    this.scroller.reveal(bounded);
    if (this.mode === "paused" && !covers({ from: this.from, count: this.ids.length }, this.scroller)) this.mode = "browsing";
    else if (this.mode === "tail") this.mode = "browsing";
    this.place = null; // the list may be where it is wanted, and would leave it
    this.ask();
    this.ports.changed();
  }

  /** The selection changed. */
  touched(): void {
    this.ports.changed();
  }

  /** Ids of the selected rows that are known, and whether these are all. */
  selectedIds(): { ids: FlowId[]; whole: boolean } {
    const ids: FlowId[] = [];
    let whole = !this.selection.all && !this.isStale;
    for (const [from, to] of this.selection.ranges) {
      for (let rank = from; rank < to && whole; rank++) {
        const id = this.idAt(rank);
        if (id === undefined) whole = false;
        else ids.push(id);
      }
    }
    return { ids, whole };
  }
}
