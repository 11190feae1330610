// Request and response: one of them in its tab, or both beside or above each other.
import { Fragment } from "preact";
import { filter } from "../list/state";
import { Lazy } from "../ui/lazy";
import { Splitter } from "../ui/splitter";
import { BodyView } from "../viewers/bodyview";
import type { Flow } from "./flow";
import { editsOf } from "./revisions";
import { Headers } from "./headers";
import { headsShare, layout, messageShare } from "./layout";
import { patternOf } from "./matched";
import { type BodyFacts, headerOf, isEventStream, isOpen, type Message, type Part } from "./types";

const loadDecoded = () => import("./decoded");

export function RequestTab({ flow }: { flow: Flow }) {
  return <Exchange flow={flow} main="request" />;
}

export function ResponseTab({ flow }: { flow: Flow }) {
  return <Exchange flow={flow} main="response" />;
}

function Exchange({ flow, main }: { flow: Flow; main: Part }) {
  const how = layout.value;
  if (how === "tabs" || !flow.request || !flow.response) return <Side key={main} flow={flow} part={main} main />;
  const orientation = how === "beside" ? "vertical" : "horizontal";
  return (
    <div class={`exchange ${how}`} style={{ "--message-share": `${messageShare.value}%` }}>
      <Side flow={flow} part="request" main={main === "request"} />
      <Splitter value={messageShare} orientation={orientation} label="Border between request and response" />
      <Side flow={flow} part="response" main={main === "response"} />
    </div>
  );
}

function Side({ flow, part, main }: { flow: Flow; part: Part; main: boolean }) {
  const message = part === "request" ? flow.request : flow.response;
  const interim = part === "response" ? (flow.interim ?? []) : [];
  const facts = flow.bodies?.[part] ?? (message ? noFacts(message) : null);
  const label = part === "request" ? "Body of the request" : "Body of the response";
  const shown = facts !== null && (facts.size > 0 || facts.lack !== null || (isOpen(flow) && !facts.complete));
  const first = patternOf(filter.value, part);
  return (
    <div class={shown ? "message-side with-body" : "message-side"} style={{ "--heads-share": `${headsShare.value}%` }}>
      <div class="message-heads">
        {interim.map((each, index) => <Fragment key={index}><Headers title={`${each.version} ${each.status} ${each.reason}`} headers={each.headers} part={part} open={false} /></Fragment>)}
        {message && <Headers title={part === "request" ? "Request headers" : "Response headers"} headers={message.headers} part={part} open />}
        {message?.trailers && message.trailers.length > 0 && <Headers title="Trailers" headers={message.trailers} part={part} open />}
        {message && <Lazy load={loadDecoded} props={{ headers: message.headers, path: part === "request" ? (flow.request?.path ?? undefined) : undefined }} />}
      </div>
      {part === "response" && isEventStream(flow) && <p class="banner-text">The events of this stream are a list in the tab Messages.</p>}
      {shown && <Splitter value={headsShare} orientation="horizontal" label="Border between headers and body" least={5} />}
      {shown
        ? <BodyView place={{ flow: flow.id, part, revision: flow.shown || undefined, edits: editsOf(flow) }} facts={facts} open={isOpen(flow) && !facts.complete} revision={flow.revision} label={label}
            first={first} main={main} />
        : message && <p class="empty small">No body.</p>}
    </div>
  );
}

/** What is known of a body if the server tells nothing of it. */
function noFacts(message: Message): BodyFacts {
  return { size: 0, recorded: 0, complete: true, lack: null, codings: [], type: headerOf(message.headers, "content-type") ?? null };
}
