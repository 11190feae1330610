/** What pointer and keys make of the brushed range, in units of the timeline's buckets. Pure. */
import type { TimeRange } from "./range";

/** Buckets `from` (included) to `to` (excluded). */
export interface Brush {
  from: number;
  to: number;
}

export type Handle = "from" | "to" | "both";

const within = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

/** The range of a drag between two shares of the width; a click brushes one bucket. */
export function dragged(a: number, b: number, count: number): Brush {
  const low = within(Math.floor(Math.min(a, b) * count), 0, count - 1);
  const high = within(Math.ceil(Math.max(a, b) * count), low + 1, count);
  return { from: low, to: high };
}

/** Moves one end, or both, and keeps at least one bucket. */
export function moved(brush: Brush, handle: Handle, by: number, count: number): Brush {
  if (handle === "both") {
    const width = brush.to - brush.from;
    const from = within(brush.from + by, 0, count - width);
    return { from, to: from + width };
  }
  return handle === "from"
    ? { from: within(brush.from + by, 0, brush.to - 1), to: brush.to }
    : { from: brush.from, to: within(brush.to + by, brush.from + 1, count) };
}

/** How many buckets a key moves an end; null if the key is not the brush's. */
export function step(key: string, shift: boolean, count: number): number | null {
  const far = Math.max(1, Math.round(count / 10));
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return shift ? -far : -1;
    case "ArrowRight":
    case "ArrowUp":
      return shift ? far : 1;
    case "PageDown":
      return -far;
    case "PageUp":
      return far;
    case "Home":
      return -count;
    case "End":
      return count;
    default:
      return null;
  }
}

export function toRange(brush: Brush, start: number, width: number): TimeRange {
  return { from: Math.round(start + brush.from * width), to: Math.round(start + brush.to * width) };
}

/** The buckets that a range covers, clipped to the timeline; null if it lies outside. */
export function toBrush(range: TimeRange, start: number, width: number, count: number): Brush | null {
  if (!(width > 0) || count === 0) return null;
  const from = within(Math.round((range.from - start) / width), 0, count);
  const to = within(Math.round((range.to - start) / width), 0, count);
  return to > from ? { from, to } : null;
}
