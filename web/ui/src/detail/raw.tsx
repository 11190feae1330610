// The request as text of HTTP/1, whatever version it was sent in, and the flow as JSON.
import { useEffect, useState } from "preact/hooks";
import { getText, isAbort } from "../api";
import { Failure } from "../viewers/failure";
import { TextView } from "../viewers/textview";
import { keptWrap } from "../viewers/kept";
import type { Flow } from "./flow";

type What = "head" | "json";

export function Raw({ flow }: { flow: Flow }) {
  const [what, setWhat] = useState<What>("head");
  const [raw, setRaw] = useState("");
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (what !== "head") return undefined;
    const abort = new AbortController();
    getText(`/flows/${flow.id}/copy`, { as: "raw" }, abort.signal).then(text => (setRaw(text), setError(null)), reason => void (isAbort(reason) || setError(reason)));
    return () => abort.abort();
  }, [flow.id, flow.revision, what]);
  return (
    <section class="body-view" aria-label="Raw">
      <div class="body-tools" role="toolbar" aria-label="What is shown raw">
        <select aria-label="What is shown" value={what} onChange={event => setWhat(event.currentTarget.value as What)}>
          <option value="head">Messages</option>
          <option value="json">JSON</option>
        </select>
      </div>
      {what === "head" && error !== null && <Failure error={error} />}
      {what === "head" ? error === null && <TextView text={headsOf(flow, raw)} syntax="text" label="Messages as text" wrap={keptWrap.value} />
        : <TextView text={JSON.stringify(flow, null, 2)} syntax="json" label="The flow as JSON" wrap={keptWrap.value} />}
    </section>
  );
}

/** The request as it would be sent again, and the head of the response. */
function headsOf(flow: Flow, request: string): string {
  const { response } = flow;
  if (!response) return request;
  const fields = response.headers.map(field => `${field.name}: ${field.value}\n`).join("");
  return `${request.replace(/\n*$/, "")}\n\n${response.version} ${response.status} ${response.reason}\n${fields}`;
}
