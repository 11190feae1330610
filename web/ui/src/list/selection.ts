// Which rows are selected: ranges of ranks, so that a million rows cost no more than one.
import { compareIds, type FlowId, follows } from "../flowid";

export type Range = readonly [from: number, to: number]; // `to` is not part of it

export class Selection {
  /** In order, apart from each other. */
  ranges: Range[] = [];
  /** Where a range begins that Shift extends. */
  anchor = 0;
  /** All that the filter shows, also what is yet to come. */
  all = false;

  get isEmpty(): boolean {
    return !this.all && this.ranges.length === 0;
  }

  /** Rows selected; of all, it is the size of the list. */
  count(size: number): number {
    return this.all ? size : this.ranges.reduce((sum, [from, to]) => sum + to - from, 0);
  }

  has(rank: number): boolean {
    return this.all || this.ranges.some(([from, to]) => rank >= from && rank < to);
  }

  clear(): void {
    this.all = false;
    this.ranges = [];
  }

  /** Selects this row alone. */
  only(rank: number): void {
    this.all = false;
    this.ranges = [[rank, rank + 1]];
    this.anchor = rank;
  }

  /** Selects from the anchor to this row, and no other. */
  extend(rank: number): void {
    this.all = false;
    this.ranges = [[Math.min(this.anchor, rank), Math.max(this.anchor, rank) + 1]];
  }

  /** Selects a row, or no longer. */
  toggle(rank: number, size: number): void {
    if (this.all) {
      this.all = false;
      this.ranges = [[0, size]];
    }
    this.anchor = rank;
    if (!this.has(rank)) {
      this.ranges = normalize([...this.ranges, [rank, rank + 1]]);
      return;
    }
    this.ranges = this.ranges.flatMap(([from, to]): Range[] => {
      if (rank < from || rank >= to) return [[from, to]];
      return ([[from, rank], [rank + 1, to]] as Range[]).filter(([a, b]) => a < b);
    });
  }

  selectAll(): void {
    this.all = true;
    this.ranges = [];
  }

  /** Rows came (or, if negative, went) before a rank. */
  shift(at: number, rows: number): void {
    const moved = (rank: number) => (rank >= at ? Math.max(at, rank + rows) : rank);
    this.anchor = moved(this.anchor);
    this.ranges = normalize(this.ranges.map(([from, to]): Range => [moved(from), moved(to - 1) + 1]));
  }
}

function normalize(ranges: Range[]): Range[] {
  const merged: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged[merged.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else if (from < to) merged.push([from, to]);
  }
  return merged;
}

/** Ranges make a filter of the set, whose length is limited; more are written out. */
const MOST_RANGES = 100;

/** Writes flow ids as a set of the API: `3-7,12`. */
export function writeIds(ids: readonly FlowId[]): string {
  const sorted = [...new Set(ids)].sort(compareIds);
  const parts: string[] = [];
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while (end + 1 < sorted.length && follows(sorted[end]!, sorted[end + 1]!)) end++;
    parts.push(i === end ? `${sorted[i]}` : `${sorted[i]}-${sorted[end]}`);
    i = end + 1;
  }
  return (parts.length > MOST_RANGES ? sorted : parts).join(",");
}
