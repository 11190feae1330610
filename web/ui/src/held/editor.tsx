/** One held message: its draft, and what becomes of it. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ApiError, get, isAbort } from "../api";
import { Shown } from "../viewers/spans";
import { Failure } from "../viewers/failure";
import { useKeyed } from "../ui/keyed";
import { openMenuAt } from "../ui/menu";
import { toast } from "../ui/toast";
import { ruleMenu } from "../rules/fromflow";
import { BodyEditor } from "./body";
import { hasBody, partOf, replaceBody, saveDraft, type HeldFlow, type HeldRow } from "./calls";
import { draftOf, isChanged, isStale, operations, rebased, type Draft } from "./draft";
import { refresh } from "./feed";
import { HeadEditor } from "./headeditor";
import { pointText } from "./heldlist";
import { Stale } from "./stale";
import { StreamMessages } from "./stream";
import { drafts, dropOne, editAsked, keepDraft, killOne, resumeOne } from "./state";

type Deed = "save" | "resume" | "step";

interface Props {
  row: HeldRow;
  answer: () => void;
  back: () => void;
}

export function Editor({ row, answer, back }: Props) {
  const part = partOf(row.point);
  const [flow, setFlow] = useState<HeldFlow | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  /** Counts what was undone: the fields begin again. */
  const [undone, setUndone] = useState(0);
  /** The file that replaces the body, while it is sent to Steno. */
  const [upload, setUpload] = useState<{ name: string; abort: AbortController } | null>(null);
  /** What was asked for while the draft was being saved. */
  const next = useRef<Deed | null>(null);
  const isSaving = useRef(false);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const abort = new AbortController();
    get<HeldFlow>(`/held/${row.id}`, {}, abort.signal).then(
      read => {
        setFlow(read);
        setFailure(null);
      },
      e => {
        if (isAbort(e)) return;
        editAsked.value = false;
        setFailure(e);
      },
    );
    return () => abort.abort();
  }, [row.id, row.revision]);
  const asked = editAsked.value;
  useLayoutEffect(() => {
    if (!flow || !asked) return;
    editAsked.value = false;
    (box.current?.querySelector<HTMLElement>("[data-edit]") ?? box.current?.querySelector<HTMLElement>("textarea, button"))?.focus();
  }, [flow !== null, asked]);
  const wasUploading = useRef(false);
  useLayoutEffect(() => {
    // What had the focus is gone: no key may call an action of the list by that.
    if (upload) box.current?.querySelector<HTMLElement>(".held-upload button")?.focus();
    else if (wasUploading.current) box.current?.focus();
    wasUploading.current = upload !== null;
  }, [upload]);
  useLayoutEffect(() => {
    if (busy || !next.current || !flow || failure) return;
    void send(next.current);
    next.current = null;
  }, [busy]);
  const kept = drafts.value.get(row.id);
  const base = flow && part ? draftOf(flow, part) : null;
  const draft = kept && kept.part === part ? kept : base; // one of the request may be there still as its response comes
  const [wrongHead, setWrongHead] = useKeyed(draft?.revision, "");
  if (failure) return <Failure error={failure} />;
  if (!flow) return <div class="loading" aria-busy="true" />;
  const stale = draft !== null && base !== null && draft !== base && isStale(draft, base);
  const dirty = draft !== null && base !== null && draft !== base && isChanged(base, draft);
  const change = (next: Draft): void => {
    setError("");
    keepDraft(row.id, base && next.body === null && !isChanged(base, next) ? null : { ...next, base: draft?.base ?? base ?? undefined });
  };

  /** Sends the draft to Steno; true if it was taken. */
  async function send(how: Deed): Promise<void> {
    if (busy && isSaving.current && how !== "save") next.current = how;
    if (busy || stale) return;
    if (wrongHead) {
      setError(wrongHead);
      return;
    }
    const edits = dirty && base && draft ? operations(base, draft) : [];
    isSaving.current = how === "save";
    setBusy(true); // no button is disabled by it: the focus would be lost
    try {
      if (edits.length > 0 && base) {
        // Saved first, so that a refused change leaves the message held, and its hold says edited.
        const saved = await saveDraft(row.id, base.revision, edits);
        const typed = drafts.value.get(row.id); // what was typed meanwhile stays
        keepDraft(row.id, part && typed && typed !== kept ? rebased(typed, draftOf(saved, part)) : null);
        setFlow(saved);
        if (saved.metadata?.["steno.edit"] && how === "save") toast(saved.metadata["steno.edit"]);
      }
      if (how !== "save") await resumeOne(row.id, how === "step" ? { and_response: true } : {});
      setError("");
      await refresh();
      if (how === "save") toast("The draft is saved; the message is still held");
    } catch (e) {
      next.current = null;
      if (e instanceof ApiError && e.status === 412) setFlow(await get<HeldFlow>(`/held/${row.id}`).catch(() => flow));
      else setError(e instanceof Error ? e.message : String(e));
    }
    setBusy(false);
  }

  /** Saves what was edited but for the body, then replaces that. */
  async function replace(file: File): Promise<void> {
    if (busy || stale || wrongHead || !base || !draft) {
      if (wrongHead) setError(wrongHead);
      return;
    }
    const abort = new AbortController();
    setUpload({ name: file.name, abort });
    setBusy(true);
    try {
      const edits = dirty ? operations(base, { ...draft, body: null }) : [];
      const saved = edits.length > 0 ? await saveDraft(row.id, base.revision, edits) : base;
      setFlow(await replaceBody(row.id, saved.revision, file, abort.signal));
      if (drafts.value.get(row.id) === kept) keepDraft(row.id, null);
      setError("");
      await refresh();
      toast(`The body is that of ${file.name}; the message is still held`);
    } catch (e) {
      if (!isAbort(e)) setError(e instanceof Error ? e.message : String(e));
      setFlow(await get<HeldFlow>(`/held/${row.id}`).catch(() => flow));
    }
    setUpload(null);
    setBusy(false);
  }

  function key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send("resume");
    else if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey)) void send("save");
    else if (event.key === "Escape") back();
    else if (event.key === "Enter" && event.target instanceof HTMLInputElement) void 0; // a text field sends nothing on
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const isRequest = row.point.startsWith("request");
  return (
    <section ref={box} tabIndex={-1} class="held-editor" aria-label={`Flow ${row.id}, ${pointText(row.point)}`} onKeyDown={key}>
      <div class="held-tools" role="toolbar" aria-label="What becomes of the message">
        <button type="button" class="primary" disabled={stale} title="Ctrl-Enter; a in the list" onClick={() => void send("resume")}>{dirty ? "Send changed" : "Resume"}</button>
        {isRequest && <button type="button" disabled={stale} title="s in the list" onClick={() => void send("step")}>Resume, hold the response</button>}
        <button type="button" disabled={!dirty || stale} title="Ctrl-S" onClick={() => void send("save")}>Save the draft</button>
        {dirty && <button type="button" onClick={() => (keepDraft(row.id, null), setWrongHead(""), setError(""), setUndone(undone + 1))}>Undo changes</button>}
        <span class="spring" />
        {part && <button type="button" title="w in the list" onClick={answer}>Answer…</button>}
        {flow.request && <button type="button" onClick={event => openMenuAt("Make a rule of it", event.currentTarget, ruleMenu(flow, part, draft))}>Make a rule…</button>}
        <button type="button" class="danger" title="x in the list" onClick={() => void dropOne(row.id)}>Drop</button>
        <button type="button" class="danger" title="X in the list" onClick={() => void killOne(row.id)}>Kill</button>
      </div>
      {error && <p class="option-error" role="alert">{error}</p>}
      {stale && draft && base && (
        <Stale mine={draft} theirs={base} takeTheirs={() => keepDraft(row.id, null)} keepMine={() => keepDraft(row.id, rebased(draft, base))} />
      )}
      {flow.metadata?.["steno.edit"] && <p class="held-note">{flow.metadata["steno.edit"]}</p>}
      {upload
        ? <p class="held-upload" role="status">{upload.name} is sent to Steno… <button type="button" onClick={() => upload.abort.abort()}>Cancel</button></p>
        : draft && part
        ? <>
          <HeadEditor key={`head ${undone}`} draft={draft} version={(part === "request" ? flow.request?.version : flow.response?.version) ?? "HTTP/1.1"} change={change} wrong={setWrongHead} />
          {hasBody(row.point)
            ? <BodyEditor key={`body ${undone}`} flow={flow} place={{ flow: flow.id, part, held: flow.revision }} part={part} content={draft.body} readOnly={busy} change={body => change({ ...draft, body })} replace={file => void replace(file)} />
            : <p class="s-comment">Only the head is held: the end of the body may never come, or it cannot be kept in a session. It follows once the head was sent on.</p>}
        </>
        : <>
          <p class="s-comment">Messages of the stream <Shown text={flow.url} /> are held. Resume and Drop decide on all of them; they are sent in their order.</p>
          <StreamMessages id={row.id} />
        </>}
    </section>
  );
}

