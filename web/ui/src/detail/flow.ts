// A flow as the API answers it, loaded again when it changes.
import { signal, useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get, isAbort } from "../api";
import { onMessage, onOpen, send, type Message } from "../live";
import { shownRevision } from "./shown";
import { addressed, type Flow } from "./types";
import { type FlowId, NO_FLOW } from "../flowid";

export type { Flow } from "./types";

export interface Loaded {
  flow: Flow | null;
  error: string;
}

/** Counts up when this page changed a flow: then the flow is read again, whether the channel tells it or not. */
export const changedHere = signal(0);

/** The least time between two readings of a flow that changes all the time, in milliseconds. */
const PACE_MS = 250;

/** The newest known state of a flow; the last flow stays until the next one is there. */
export function useFlow(id: FlowId): Signal<Loaded> {
  const loaded = useSignal<Loaded>({ flow: null, error: "" });
  const again = useSignal(0);
  const revision = shownRevision(id);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const subscribe = onOpen(() => {
      send({ t: "flow", id });
      again.value++; // what changed while the channel was closed was not told
    });
    const changed = onMessage<Message & { id: FlowId; revision: number }>("f", message => {
      // The notes of viewers, which a store has beside its flows, leave the revision as it is.
      if (message.id !== id || (typeof id === "number" && message.revision === loaded.peek().flow?.revision)) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        again.value++;
      }, PACE_MS);
    });
    return () => {
      clearTimeout(timer);
      subscribe();
      changed();
      send({ t: "flow", id: NO_FLOW });
    };
  }, [id]);
  useEffect(() => {
    const abort = new AbortController();
    get<Flow>(`/flows/${id}`, { revision: revision || undefined }, abort.signal).then(
      flow => void (loaded.value = { flow: { ...addressed(flow), shown: revision }, error: "" }),
      (e: unknown) => {
        if (!isAbort(e)) loaded.value = { flow: null, error: e instanceof Error ? e.message : String(e) };
      },
    );
    return () => abort.abort();
  }, [id, again.value, revision, changedHere.value]);
  return loaded;
}
