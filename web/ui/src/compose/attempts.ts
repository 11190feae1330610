/** What became of the requests that were sent from here, or of the same flow by other means. */
import { useEffect, useState } from "preact/hooks";
import { get, isAbort } from "../api";
import type { Sent } from "./state";
import { type FlowId } from "../flowid";

export interface Attempt {
  readonly id: FlowId;
  readonly state: string;
  readonly method: string | null;
  readonly url: string | null;
  readonly status: number | null;
  readonly duration: number | null;
  readonly response_size: number | null;
  readonly error: string | null;
}

/** Only the newest ones are told. */
export const MOST_ATTEMPTS = 50;
const PACE_MS = 400;
/** How often a flow that was sent is looked for; one that was removed is never there. */
const MOST_LOOKS = 15;

/** The filter that finds the attempts; empty if there can be none. */
export function attemptsFilter(flow: FlowId | null, sent: readonly Sent[]): string {
  const ids = sent.map(each => `id = ${each.id}`);
  return [...(flow === null ? [] : [`replayof = ${flow}`]), ...ids].join(" | ");
}

/** The attempts in the order in which they were sent, read again while one is in progress. */
export function useAttempts(flow: FlowId | null, sent: readonly Sent[]): { attempts: readonly Attempt[]; failed: string } {
  const filter = attemptsFilter(flow, sent);
  const [read, setRead] = useState<{ filter: string; attempts: readonly Attempt[]; failed: string }>({ filter: "", attempts: [], failed: "" });
  useEffect(() => {
    if (!filter) return undefined;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let looks = 0;
    const ask = (): void => {
      get<{ flows: Attempt[] }>("/flows", { filter, order: "time", reverse: true, limit: MOST_ATTEMPTS }, abort.signal).then(
        ({ flows }) => {
          setRead({ filter, attempts: flows.reverse(), failed: "" });
          const known = new Set(flows.map(each => each.id));
          const isMissing = flows.length < MOST_ATTEMPTS && sent.some(each => !known.has(each.id));
          if (flows.some(each => each.state === "open") || (isMissing && ++looks < MOST_LOOKS)) timer = setTimeout(ask, PACE_MS);
        },
        e => {
          if (isAbort(e)) return;
          setRead(before => ({ ...before, filter, failed: e instanceof Error ? e.message : String(e) }));
          timer = setTimeout(ask, 5 * PACE_MS);
        },
      );
    };
    ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [filter]);
  // What was sent meanwhile is added to those that are known.
  return filter ? { attempts: read.attempts.filter(each => isOf(each, filter, read.filter)), failed: read.failed } : { attempts: [], failed: "" };
}

/** Attempts of another page's flow are not shown until those of this one are read. */
function isOf(attempt: Attempt, filter: string, read: string): boolean {
  return filter === read || filter.startsWith(`${read} | `) || filter.includes(`id = ${attempt.id}`);
}

/** The flow that an attempt is compared with: what it was made of, or else the attempt before it; null if there is none. */
export function parentOf(id: FlowId, attempts: readonly Attempt[], flow: FlowId | null, sent: readonly Sent[]): FlowId | null {
  const here = sent.find(each => each.id === id);
  const of = here ? here.of : flow;
  if (of !== null) return of;
  const at = attempts.findIndex(each => each.id === id);
  return at > 0 ? attempts[at - 1]!.id : null;
}
