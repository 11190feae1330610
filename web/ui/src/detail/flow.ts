// A flow as the API answers it, loaded again when it changes.
import { signal, useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get, isAbort } from "../api";
import { onMessage, onOpen, send, type Message } from "../live";

/** The object of `steno show --json` without bodies. */
export interface Flow {
  id: number;
  revision: number;
  [name: string]: unknown;
}

export interface Loaded {
  flow: Flow | null;
  error: string;
}

/** The newest known state of a flow; the last flow stays until the next one is there. */
export function useFlow(id: number): Signal<Loaded> {
  const loaded = useSignal<Loaded>({ flow: null, error: "" });
  const again = useSignal(0);
  useEffect(() => {
    const subscribe = onOpen(() => void send({ t: "flow", id }));
    const changed = onMessage<Message & { id: number }>("f", message => {
      if (message.id === id) again.value++;
    });
    return () => {
      subscribe();
      changed();
      send({ t: "flow", id: 0 });
    };
  }, [id]);
  useEffect(() => {
    const abort = new AbortController();
    get<Flow>(`/flows/${id}`, {}, abort.signal).then(
      flow => void (loaded.value = { flow, error: "" }),
      (e: unknown) => {
        if (!isAbort(e)) loaded.value = { flow: null, error: e instanceof Error ? e.message : String(e) };
      },
    );
    return () => abort.abort();
  }, [id, again.value]);
  return loaded;
}

export const tabOfLast = signal("request");
