/** What the timeline shows: the flows of the filter, without the range of time that it brushes itself. */
import { computed, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get, isAbort } from "../api";
import { filter } from "../list/state";
import { route } from "../router";
import { flowCount } from "../session";
import type { Timeline } from "../stats/shapes";
import { withoutRange } from "./range";

export const timeline = signal<Timeline | null>(null);
export const timelineError = signal("");

const base = computed(() => withoutRange(filter.value));
const BUCKETS = 300;
const PAUSE_MS = 2000;

/** Keeps the timeline current while it is shown: after a change of the filter at once, else two seconds after the last answer. */
export function useTimeline(): void {
  const of = base.value;
  useEffect(() => {
    const abort = new AbortController();
    let timer = 0;
    let seen = -1;
    const load = async () => {
      const flows = flowCount.value;
      if (!document.hidden && route.value.page === "flows" && flows !== seen) {
        try {
          timeline.value = await get<Timeline>("/stats/timeline", { buckets: BUCKETS, filter: of }, abort.signal);
          timelineError.value = "";
          seen = flows;
        } catch (e) {
          if (isAbort(e)) return;
          timelineError.value = e instanceof Error ? e.message : String(e);
        }
      }
      if (!abort.signal.aborted) timer = window.setTimeout(() => void load(), PAUSE_MS);
    };
    void load();
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [of]);
}
