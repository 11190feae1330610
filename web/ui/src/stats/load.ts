/**
 * Loads what a chart shows, one chart at a time: the server works out one statistic at once. A chart is asked for again
 * when the filter changes, and at most every three seconds while flows come.
 */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { get, isAbort, type Params } from "../api";
import { flowCount } from "../session";

interface Job {
  run(): Promise<void>;
  dropped: boolean;
}

const waiting: Job[] = [];
let busy = false;

async function work(): Promise<void> {
  if (busy) return;
  busy = true;
  for (let job = waiting.shift(); job; job = waiting.shift()) if (!job.dropped) await job.run();
  busy = false;
}

/** Runs a job after those before it; returns how to drop it while it waits. */
function enqueue(run: () => Promise<void>): () => void {
  const job: Job = { run, dropped: false };
  waiting.push(job);
  void work();
  return () => void (job.dropped = true);
}

export interface Loaded<T> {
  data: T | null;
  error: string | null;
  loading: boolean;
  retry(): void;
}

const REFRESH_MS = 3000;
const now = signal(0);

/** Counts up while flows come and somebody sees the page; call the result to end it. */
export function refreshWhileLive(): () => void {
  let before = flowCount.value;
  const timer = setInterval(() => {
    if (document.hidden || flowCount.value === before) return;
    before = flowCount.value;
    now.value++;
  }, REFRESH_MS);
  return () => clearInterval(timer);
}

export function useStatistic<T>(path: string, params: Params): Loaded<T> {
  const key = JSON.stringify([path, params]);
  const [state, setState] = useState<{ key: string; data: T | null; error: string | null; loading: boolean }>({
    key,
    data: null,
    error: null,
    loading: true,
  });
  const [attempt, setAttempt] = useState(0);
  const tick = now.value;
  useEffect(() => {
    const abort = new AbortController();
    setState(before => ({ ...before, key, loading: true }));
    const drop = enqueue(async () => {
      try {
        const data = await get<T>(path, params, abort.signal);
        if (!abort.signal.aborted) setState({ key, data, error: null, loading: false });
      } catch (e) {
        if (isAbort(e) || abort.signal.aborted) return;
        setState(before => ({ ...before, error: e instanceof Error ? e.message : String(e), loading: false }));
      }
    });
    return () => {
      drop();
      abort.abort();
    };
  }, [key, attempt, tick]);
  return { ...state, retry: () => setAttempt(number => number + 1) };
}
