// The comparison that runs, or ran last. It goes on, and its result stays, while one of its flows is looked at.
import { signal } from "@preact/signals";
import { isAbort, lines } from "../api";
import { viewNumber } from "../list/state";
import { isSame, paramsOf, type Asked, type Difference, type Line, type Summary } from "./asked";

export interface Run {
  readonly asked: Asked;
  /** Grows while it runs. */
  readonly differences: readonly Difference[];
  /** Null until it has ended. */
  readonly summary: Summary | null;
  readonly running: boolean;
  readonly error: unknown;
  /** Whether the session changed after the first differences were listed, so that they and those that followed may not fit. */
  readonly changed: boolean;
}

export const current = signal<Run | null>(null);

/** How often what was found is shown. */
const SHOW_MS = 200;
let abort: AbortController | null = null;

/** Compares, unless that is what runs or was found already. */
export function ensure(asked: Asked): void {
  const now = current.peek();
  if (!now || now.error !== null || !isSame(now.asked, asked) || (!now.running && !now.summary)) void compare(asked);
}

/** Compares anew; what runs is ended. */
export function compare(asked: Asked): Promise<void> {
  return run(asked, null);
}

/** Lists the differences that follow those which are listed; for that, the flows are compared again. */
export function listMore(): void {
  const before = current.peek();
  if (before && !before.running) void run(before.asked, before);
}

async function run(asked: Asked, before: Run | null): Promise<void> {
  stop();
  const mine = abort = new AbortController();
  const found: Difference[] = [...before?.differences ?? []];
  const known = new Set(found.map(nameOf));
  let summary: Summary | null = null;
  const show = (running: boolean, error: unknown = null): void => {
    if (abort === mine) current.value = { asked, differences: found, summary: summary ?? before?.summary ?? null, running, error, changed: before !== null && (before.changed || isOther(summary, before.summary)) };
  };
  show(true);
  let shown = performance.now();
  try {
    for await (const line of lines<Line>("/diff", paramsOf(asked, viewNumber(), found.length), mine.signal)) {
      if (line.type === "summary") summary = line;
      else if (line.type !== "head" && !known.has(nameOf(line))) found.push(line);
      if (performance.now() - shown > SHOW_MS) {
        show(true);
        shown = performance.now();
      }
    }
    show(false, summary ? null : new Error("The comparison ended before its end; the log of Steno may say why."));
  } catch (e) {
    show(false, isAbort(e) ? null : e);
  }
}

function isOther(now: Summary | null, before: Summary | null): boolean {
  return !!now && !!before && (["changed", "removed", "added"] as const).some(kind => now[kind] !== before[kind]);
}

/** Names a difference by the numbers of its flows. */
export function nameOf(difference: Difference): string {
  return `${difference.left?.id ?? ""}-${difference.right?.id ?? ""}`;
}

/** Ends what runs; what was found so far stays. */
export function stop(): void {
  abort?.abort();
}

export function leave(): void {
  if (current.peek()?.running) stop();
}
