// The head of a flow: its URL in parts, how it ended, sizes, duration, what can be done.
import { duration, size } from "../format";
import { Icon } from "../ui/icon";
import { openMenuAt } from "../ui/menu";
import { Shown } from "../viewers/spans";
import { compose } from "../list/state";
import { text } from "../strings";
import { compareWith, COPIES, copyAs, copyBody, edit, replay, whyNotSentAgain } from "./actions";
import type { Flow } from "./flow";
import { layout, LAYOUT_NAMES, turnLayout } from "./layout";
import { whyNotEdited } from "./revisions";
import { portOf } from "./types";

export function Head({ flow }: { flow: Flow }) {
  const path = flow.path ?? "";
  const question = path.indexOf("?");
  const whyNot = whyNotEdited(flow);
  return (
    <header class="flow-head">
      <h2 class="flow-url mono" aria-label={`Flow ${flow.id}`}>
        {flow.method && <b class="method"><Shown text={flow.method} /> </b>}
        <span class="u-scheme">{flow.scheme}://</span><span class="u-host"><Shown text={flow.host} /></span><span class="u-scheme">{portOf(flow)}</span>
        <span class="u-path"><Shown text={question < 0 ? path : path.slice(0, question)} /></span>
        {question >= 0 && <span class="u-query"><Shown text={path.slice(question)} /></span>}
      </h2>
      <div class="flow-facts">
        <Status flow={flow} />
        {flow.request && <span title="Version of HTTP of the request">{flow.request.version}</span>}
        {sizes(flow)}
        {flow.duration !== null && <span title="Duration">{duration(flow.duration)}</span>}
        {flow.mark && <span class="flow-mark"><Shown text={flow.mark} /></span>}
        {flow.comment && <span class="flow-comment"><Shown text={flow.comment} /></span>}
        <span class="flow-tools">
          {!flow.held && <button type="button" class="quiet" aria-label="Edit" aria-disabled={whyNot ? "true" : undefined} title={whyNot ? `Edit: ${whyNot}` : "Edit (e)"} onClick={() => edit(flow)}><Icon name="pencil" /></button>}
          <button type="button" class="quiet" aria-label={LAYOUT_NAMES[layout.value]} title={`${LAYOUT_NAMES[layout.value]} (l)`} onClick={turnLayout}><Icon name={layout.value === "stacked" ? "rows-3" : "columns-2"} /></button>
          <button type="button" class="quiet" aria-label="Copy" title="Copy (y)" onClick={event => copyMenu(event.currentTarget, flow)}><Icon name="copy" /></button>
          <button type="button" class="quiet" aria-label={text.actions.replay} aria-disabled={whyNotSentAgain(flow) ? "true" : undefined} title={`${text.actions.replay} (r)`} onClick={() => (whyNotSentAgain(flow) ? undefined : replay(flow))}><Icon name="repeat" /></button>
          <button type="button" class="quiet" aria-label={text.actions.compose} aria-disabled={whyNotSentAgain(flow) ? "true" : undefined} title={`${text.actions.compose} (R)`} onClick={() => (whyNotSentAgain(flow) ? undefined : compose(flow.id))}><Icon name="send" /></button>
          <button type="button" class="quiet" aria-label="Compare" title="Compare (c)" onClick={() => compareWith(flow)}><Icon name="file-diff" /></button>
        </span>
      </div>
      {flow.error && <p class="flow-error"><Icon name="circle-alert" /> <span><Shown text={flow.error} /></span></p>}
    </header>
  );
}

function Status({ flow }: { flow: Flow }) {
  if (!flow.response) return <span class="state">{flow.state}</span>;
  const { status, reason } = flow.response;
  const family = Math.floor(status / 100);
  // HTTP/2 and 3 have no phrase: the one shown is from the registry, and grey
  return <span class={`status s${family}`}>{status}{reason ? <> <Shown text={reason} /></> : <span class="s-comment"> {PHRASES[status] ?? ""}</span>}{flow.state !== "complete" && <span class="state"> {flow.state}</span>}</span>;
}

function sizes(flow: Flow) {
  const { request, response } = flow.bodies ?? {};
  return (
    <>
      {request && request.size > 0 && <span title="Body of the request">↑ {size(request.size)}</span>}
      {response && <span title="Body of the response">↓ {size(response.size)}</span>}
    </>
  );
}

function copyMenu(at: Element, flow: Flow): void {
  openMenuAt("Copy", at, [
    ...COPIES.map(([key, as, label]) => ({ label: `Copy ${label}`, keys: `y ${key}`, run: () => copyAs(flow, as, label) })),
    { label: "Copy the body of the response", keys: "y b", begins: true, disabled: flow.response ? null : "There is no response", run: () => copyBody(flow, "response") },
    { label: "Copy the body of the request", run: () => copyBody(flow, "request") },
  ]);
}

const PHRASES: Readonly<Record<number, string>> = {
  200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 206: "Partial Content", 301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified",
  307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
  409: "Conflict", 410: "Gone", 412: "Precondition Failed", 413: "Content Too Large", 415: "Unsupported Media Type", 416: "Range Not Satisfiable", 418: "(unused)", 421: "Misdirected Request",
  422: "Unprocessable Content", 425: "Too Early", 428: "Precondition Required", 429: "Too Many Requests", 431: "Request Header Fields Too Large", 451: "Unavailable For Legal Reasons",
  500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout", 505: "HTTP Version Not Supported",
};
