/** The editor of a recorded message: what is saved is a revision, and the messages before stay. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { ApiError, get, post } from "../api";
import { back } from "../detail/actions";
import { changedHere } from "../detail/flow";
import { editsOf, whyNoBody } from "../detail/revisions";
import { editing, editorAsked } from "../detail/shown";
import { addressed, type Flow, type Part } from "../detail/types";
import { BodyEditor } from "../held/body";
import type { HeldFlow, Op } from "../held/calls";
import { isChanged, isStale, operations, rebased, type Draft } from "../held/draft";
import { HeadEditor } from "../held/headeditor";
import { Stale } from "../held/stale";
import { useKeyed } from "../ui/keyed";
import { toast } from "../ui/toast";
import { baseOf, commentFor, draftFor, keepComment, keepDraft } from "./drafts";

const OTHER: Readonly<Record<Part, Part>> = { request: "response", response: "request" };

export default function StoredEditor({ flow: shown, part }: { flow: Flow; part: Part }) {
  /** Newer than the detail has it, where another edit was found by saving. */
  const [read, setRead] = useKeyed<Flow | null>(`${shown.id} ${shown.revision}`, null);
  const flow = read ?? shown;
  const [error, setError] = useKeyed(`${flow.id} ${part}`, "");
  const [busy, setBusy] = useState(false);
  /** Counts what was undone: the fields begin again. */
  const [undone, setUndone] = useState(0);
  const box = useRef<HTMLElement>(null);
  const base = baseOf(flow, part);
  const kept = draftFor(flow.id, part);
  const draft = kept ?? base;
  const [wrongHead, setWrongHead] = useKeyed(`${flow.id} ${part} ${draft.revision}`, "");
  const dirty = kept !== undefined && isChanged(base, kept);
  const stale = kept !== undefined && isStale(kept, base);
  const message = part === "request" ? flow.request : flow.response;
  const noBody = whyNoBody(flow, part);

  useLayoutEffect(() => {
    if (!editorAsked.value) return;
    editorAsked.value = false;
    box.current?.querySelector<HTMLElement>("[data-edit], textarea")?.focus();
  }, [editorAsked.value]);

  const change = (next: Draft): void => {
    setError("");
    keepDraft(flow.id, part, next.body === null && !isChanged(base, next) ? null : { ...next, base: draft.base ?? base });
  };

  /** Of two versions. */
  const choose = (version: Draft | null): void => {
    setError("");
    keepDraft(flow.id, part, version);
  };

  /** What a person should know if nothing can be saved; empty if it can. */
  const whyNot = stale ? "the message was changed elsewhere; choose a version first" : !dirty ? "nothing is changed" : wrongHead;

  async function save(): Promise<void> {
    if (busy) return;
    if (whyNot) {
      setError(`Not saved: ${whyNot}`);
      return;
    }
    setBusy(true);
    try {
      const saved = await send(flow, part, operations(base, draft));
      keepDraft(flow.id, part, null);
      keepComment(flow.id, "");
      const other = draftFor(flow.id, OTHER[part]);
      if (other) keepDraft(flow.id, OTHER[part], rebased(other, baseOf(saved, OTHER[part])));
      const note = saved.metadata?.["steno.edit"];
      toast(editsOf(saved) > editsOf(flow) ? `Saved as revision ${editsOf(saved)}; the messages before stay${note ? `. ${note}` : ""}` : "Nothing was changed, so that there is no new revision");
      changedHere.value++;
      if (other) editing.value = { flow: flow.id, part: OTHER[part] };
      else close();
    } catch (e) {
      if (e instanceof ApiError && e.status === 412) await reread();
      else setError(e instanceof Error ? e.message : String(e));
    }
    setBusy(false);
  }

  async function reread(): Promise<void> {
    try {
      setRead(addressed(await get<Flow>(`/flows/${flow.id}`)));
    } catch (e) {
      setError(e instanceof Error ? e.message : String(e));
    }
  }

  /** What is typed stays for the next time. */
  function close(): void {
    editing.value = null;
    const pane = box.current?.closest<HTMLElement>(".detail-pane");
    requestAnimationFrame(() => pane?.isConnected ? (pane.querySelector<HTMLElement>("[role=tab][aria-selected=true]") ?? pane).focus() : back());
  }

  function key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const ctrl = event.ctrlKey || event.metaKey;
    if (ctrl && (event.key === "Enter" || event.key.toLowerCase() === "s")) void save();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <section ref={box} class="held-editor stored-editor" aria-label={`Edit flow ${flow.id}, ${part}`} onKeyDown={key}>
      <div class="held-tools" role="toolbar" aria-label="Edit of a recorded message">
        <button type="button" class="primary" aria-disabled={whyNot ? "true" : undefined} title={whyNot ? `Not possible: ${whyNot}` : "Ctrl-Enter or Ctrl-S"} onClick={() => void save()}>Save as a revision</button>
        <input type="text" class="edit-comment" aria-label="Comment" title="Kept with the revision" value={commentFor(flow.id)} maxLength={1000} placeholder="Comment, such as why" autocomplete="off" onInput={event => keepComment(flow.id, event.currentTarget.value)} />
        {kept && <button type="button" onClick={() => (keepDraft(flow.id, part, null), setWrongHead(""), setError(""), setUndone(undone + 1))}>Undo changes</button>}
        <button type="button" title="Escape; what is typed stays until this page is closed" onClick={close}>Close</button>
        <div class="choice" role="group" aria-label="Message that is edited">
          {(["request", "response"] as const).map(each => (
            <button key={each} type="button" aria-pressed={each === part} disabled={!flow[each]} title={flow[each] ? undefined : "The flow has no response"} onClick={() => void (editing.value = { flow: flow.id, part: each })}>
              {each === "request" ? "Request" : "Response"}{draftFor(flow.id, each) && <span aria-label="changed"> •</span>}
            </button>
          ))}
        </div>
      </div>
      <div class="edit-scroll">
      {error && <p class="option-error" role="alert">{error}</p>}
      {stale && kept && <Stale mine={kept} theirs={base} done="saved" takeTheirs={() => choose(null)} keepMine={() => choose(rebased(kept, base))} />}
      <HeadEditor key={`${flow.id} ${part} ${undone} head`} draft={draft} version={message?.version ?? "HTTP/1.1"} change={change} wrong={setWrongHead} />
      {noBody
        ? <p class="s-comment" role="note">Only the head is edited: {noBody}. The body stays as it is.</p>
        : <BodyEditor key={`${flow.id} ${part} ${undone} body`} flow={flow as HeldFlow} place={{ flow: flow.id, part, edits: editsOf(flow) }} part={part} content={draft.body} readOnly={busy} change={body => change({ ...draft, body })} />}
      </div>
    </section>
  );
}

/** Saves; once more if only notes of the flow were changed meanwhile. */
async function send(flow: Flow, part: Part, edits: readonly Op[]): Promise<Flow> {
  const comment = commentFor(flow.id).trim();
  const path = `/flows/${flow.id}/edit`;
  const body = { part, edits, ...(comment && { comment }) };
  try {
    return await post<Flow>(path, { ...body, revision: flow.revision });
  } catch (e) {
    if (!(e instanceof ApiError) || e.status !== 412) throw e;
    const now = await get<Flow>(`/flows/${flow.id}`);
    if (editsOf(now) !== editsOf(flow)) throw e;
    return post<Flow>(path, { ...body, revision: now.revision });
  }
}
