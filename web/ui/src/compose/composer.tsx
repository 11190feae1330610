/** The editor of a request that is composed, and what sends it. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { HeadEditor } from "../held/headeditor";
import { Icon } from "../ui/icon";
import { toast } from "../ui/toast";
import { BodyFields } from "./body";
import { isCurl, readCurl } from "./curl";
import { fromCurl, type Base, type Composed } from "./request";
import { edit, load, setAside, setFields, type Place } from "./state";

interface Props {
  at: string;
  place: Place;
  /** Of the flow that the request is made of; null for a new one, or while it is read. */
  base: Base | null;
  busy: boolean;
  error: string;
  send: () => void;
  startNew: () => void;
  /** Puts the recorded request back. */
  reset: () => void;
  tell: (error: string) => void;
  wrong: (reason: string) => void;
}

export function Composer({ at, place, base, busy, error, send, startNew, reset, tell, wrong }: Props) {
  const box = useRef<HTMLElement>(null);
  const { now } = place;
  const generation = `${at} ${place.load}`;
  const seen = useRef("");
  useLayoutEffect(() => {
    // Fields that are drawn anew leave nothing with the focus if it was in one of them.
    if (seen.current !== at || document.activeElement === document.body) box.current?.querySelector<HTMLElement>("[data-edit], textarea")?.focus();
    seen.current = at;
  }, [generation]);

  const change = (changes: Partial<Composed>): void => {
    tell("");
    edit(at, changes);
  };

  /** A command of curl becomes its request, wherever it is pasted into the head. */
  function pasted(event: ClipboardEvent): void {
    const command = event.clipboardData?.getData("text/plain") ?? "";
    if (!isCurl(command) || !(event.target instanceof Element) || event.target.closest(".edit-body")) return;
    event.preventDefault();
    try {
      const read = readCurl(command);
      setAside(at);
      load(at, fromCurl(read), true, read.left.length > 0 ? `Not taken over from the command: ${read.left.join("; ")}.` : "");
      wrong("");
      tell("");
      toast("The request is that of the curl command");
    } catch (e) {
      tell(e instanceof Error ? e.message : String(e));
    }
  }

  const version = base?.flow.request?.version ?? "HTTP/1.1";
  const { request } = base?.flow ?? {};
  return (
    <section ref={box} class="held-editor compose-editor" aria-label="Request" onPaste={pasted}>
      <div class="held-tools" role="toolbar" aria-label="What becomes of the request">
        <button type="button" class="primary" aria-disabled={busy ? "true" : undefined} title="Ctrl-Enter" onClick={send}><Icon name="send" />Send</button>
        {place.dirty && now.of !== null && <button type="button" onClick={reset}>As recorded</button>}
        <button type="button" title="N in the list" onClick={startNew}>New request</button>
        <span class="s-comment compose-of">{now.of === null ? "A new request, in HTTP/1.1" : `Made of flow ${now.of}${request ? `, in ${version}` : ""}`}</span>
      </div>
      {error && <p class="option-error" role="alert">{error}</p>}
      {place.note && <p class="held-note" role="status">{place.note}</p>}
      <HeadEditor key={`head ${at} ${now.draft.revision}`} draft={now.draft} version={version} change={draft => change({ draft })} wrong={wrong} />
      <BodyFields key={`body ${generation}`} composed={now} base={base} change={change} setFields={fields => (tell(""), setFields(at, fields))} />
      <p class="s-comment compose-help">A curl command that is pasted into the head becomes its request. Host and Content-Length follow the URL and the body. To send many times or at a rate: <code>steno replay</code>.</p>
    </section>
  );
}
