// The waterfall column: when a flow was under way, within the time that the rows in sight span, and what took it.
import { duration } from "../format";
import { text } from "../strings";
import type { TimeRange } from "./columns";
import { list, maybe, type Cells } from "./row";

/** Ends of phases in the order in which the server tells their times; the last takes what is left. */
const PHASES = ["connect", "tls", "send", "wait", "receive"] as const;

/** Milliseconds of each phase; null where it is not known. */
function timings(cells: Cells): (number | null)[] {
  return list(cells, "timings").map(each => (typeof each === "number" ? each : null));
}

/** The same as a text. */
export function phasesText(cells: Cells): string {
  return timings(cells).flatMap((ms, at) => (ms === null ? [] : `${text.phases[PHASES[at] ?? "wait"]} ${duration(ms)}`)).join(", ");
}

/** The time that rows span. */
export function rangeOf(rows: readonly Cells[]): TimeRange {
  let from = Infinity;
  let to = -Infinity;
  for (const cells of rows) {
    const started = maybe(cells, "started");
    if (started === null) continue;
    from = Math.min(from, started);
    to = Math.max(to, started + (maybe(cells, "duration") ?? 0) * 1000);
  }
  return from === Infinity ? { from: 0, to: 1 } : { from, to: Math.max(to, from + 1) };
}

/** Where a bar begins and how long it is, as shares of the range; at least as long as can be seen. */
export function placeOf(cells: Cells, { from, to }: TimeRange): { at: number; share: number } {
  const started = maybe(cells, "started");
  if (started === null) return { at: 0, share: 0 };
  const ended = started + (maybe(cells, "duration") ?? Math.max(0, (to - started) / 1000)) * 1000; // an open flow is under way
  const at = Math.max(0, Math.min(1, (started - from) / (to - from)));
  return { at, share: Math.min(1 - at, Math.max(0, (ended - started) / (to - from))) };
}

export function drawPhases(element: HTMLElement, cells: Cells, range: TimeRange): void {
  let bar = element.firstElementChild as HTMLElement | null;
  if (!bar) {
    bar = document.createElement("span");
    bar.className = "flow-phases";
    bar.append(...PHASES.map(name => {
      const part = document.createElement("span");
      part.className = `p-${name}`;
      return part;
    }));
    element.replaceChildren(bar);
  }
  const { at, share } = placeOf(cells, range);
  bar.style.marginLeft = `${(at * 100).toFixed(2)}%`;
  bar.style.width = `${(share * 100).toFixed(2)}%`;
  const took = timings(cells);
  PHASES.forEach((_, index) => {
    const part = bar.children[index] as HTMLElement | undefined;
    if (part) part.style.flexGrow = String(took[index] ?? 0);
  });
}
