// The window of messages that the list shows: pushed by the live channel, or read in pages if the list is filtered.
import type { MessageRow } from "./rows";
import { type FlowId } from "../flowid";

export interface Wanted {
  readonly from: number;
  readonly count: number;
  readonly tail: boolean;
}

export interface Frame {
  readonly n: number;
  readonly flow: FlowId;
  readonly size: number;
  readonly from: number;
  readonly rows: readonly MessageRow[];
}

/** The steps in which windows are asked for, so that small moves ask nothing. */
const STEP = 20;
const MOST = 200;

/** The window for a screen: the screen itself and one in the direction of travel. */
export function windowFor(top: number, fits: number, direction: number, size: number, tail: boolean): Wanted {
  const screen = Math.ceil(fits) + 1;
  const before = direction < 0 ? screen : 0;
  const first = Math.max(0, Math.floor((Math.floor(top) - before) / STEP) * STEP);
  const last = Math.min(Math.max(size, screen), Math.ceil((top + screen + (direction > 0 ? screen : 0)) / STEP) * STEP);
  const count = Math.min(MOST, Math.max(STEP, last - first));
  return tail ? { from: Math.max(0, size - count), count, tail: true } : { from: first, count, tail: false };
}

/** The rows that are here, by rank. */
export class Ranks {
  size = 0;
  private from = 0;
  private rows: readonly MessageRow[] = [];

  /**
   * Takes what a frame or a page has.
   *
   * @return the share of rows that are new on the screen, from 0 to 1
   */
  take(size: number, from: number, rows: readonly MessageRow[]): number {
    const before = new Set(this.rows.map(row => row.seq));
    this.size = size;
    this.from = from;
    this.rows = rows;
    return rows.length === 0 ? 0 : rows.filter(row => !before.has(row.seq)).length / rows.length;
  }

  at(rank: number): MessageRow | undefined {
    return this.rows[rank - this.from];
  }

  has(wanted: Wanted): boolean {
    return wanted.from >= this.from && Math.min(this.size, wanted.from + wanted.count) <= this.from + this.rows.length;
  }

  clear(): void {
    this.size = 0;
    this.from = 0;
    this.rows = [];
  }
}

/** How long a painted frame is kept before the next one may come: nobody reads a screen that changes faster. */
export function pauseAfter(share: number): number {
  return share > 0.25 ? 250 : 50;
}
