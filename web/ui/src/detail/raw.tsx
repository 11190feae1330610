// Request and response as text of HTTP/1, whatever version they were sent in, and the flow as JSON.
import { useEffect, useState } from "preact/hooks";
import { getText, isAbort } from "../api";
import { size } from "../format";
import { Failure } from "../viewers/failure";
import { keptWrap } from "../viewers/kept";
import { TextView } from "../viewers/textview";
import type { Flow } from "./flow";
import type { Message, Part } from "./types";

type What = Part | "json";

/** Messages with a larger body are shown by their head alone: the body has viewers that do not take it whole. */
const LARGEST = 256 << 10;

export function Raw({ flow }: { flow: Flow }) {
  const [what, setWhat] = useState<What>("request");
  const [raw, setRaw] = useState<{ key: string; text: string } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const revision = flow.shown || undefined;
  const key = `${flow.id} ${flow.revision} ${what} ${revision ?? ""}`;
  const local = what === "json" ? JSON.stringify(flow, null, 2) : headOf(flow, what);
  useEffect(() => {
    if (local !== null) return undefined;
    const abort = new AbortController();
    getText(`/flows/${flow.id}/copy`, { as: what === "request" ? "raw" : "raw-response", revision }, abort.signal).then(
      text => (setRaw({ key, text }), setError(null)),
      reason => void (isAbort(reason) || setError(reason)),
    );
    return () => abort.abort();
  }, [key, local]);
  const text = local ?? (raw?.key === key ? raw.text : null);
  return (
    <div class="body-view" role="group" aria-label="Raw">
      <div class="body-tools" role="toolbar" aria-label="What is shown raw">
        <select aria-label="What is shown" value={what} onChange={event => setWhat(event.currentTarget.value as What)}>
          <option value="request">Request</option>
          {flow.response && <option value="response">Response</option>}
          <option value="json">JSON</option>
        </select>
      </div>
      {text !== null ? <TextView text={text} syntax={what === "json" ? "json" : "text"} label="The flow as text" wrap={keptWrap.value} />
        : error !== null ? <Failure error={error} /> : <div class="loading" aria-busy="true" />}
    </div>
  );
}

/** The head of a message if its body is large; null if the server is to write all of it. */
function headOf(flow: Flow, part: Part): string | null {
  const bytes = flow.bodies?.[part]?.size ?? 0;
  const message: Message | null = flow[part];
  if (bytes <= LARGEST || message === null) return null;
  const first = part === "request" ? `${flow.method} ${flow.request?.path} ${message.version}` : `${message.version} ${flow.response?.status} ${flow.response?.reason}`;
  const fields = message.headers.map(field => `${field.name}: ${field.value}\n`).join("");
  return `${first}\n${fields}\n(${size(bytes)} of body; the tab ${part === "request" ? "Request" : "Response"} shows it)\n`;
}
