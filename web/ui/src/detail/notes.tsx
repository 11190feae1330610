// What people note of a flow: its mark and comment; and the metadata that add-ons left.
import { useLayoutEffect, useRef } from "preact/hooks";
import { patch, sentence } from "../api";
import { commentAsked, openFlow, shownFlow } from "../list/state";
import { opened, viewer, whyNoNotes } from "../opened";
import { useKeyed } from "../ui/keyed";
import { toastError, toastUndo } from "../ui/toast";
import { back } from "./actions";
import { Facts } from "./facts";
import { dayAndClock } from "../format";
import { changedHere, type Flow } from "./flow";
import type { GivenNote } from "./types";
import { NO_FLOW, ofSameRecorder } from "../flowid";

const MARKS = ["", "red", "orange", "yellow", "green", "blue", "purple", "x", "check", "star"];

export function Notes({ flow }: { flow: Flow }) {
  const comment = useTyped(flow, flow.comment ?? "");
  const mark = useTyped(flow, flow.mark ?? "");
  const box = useRef<HTMLTextAreaElement>(null);
  const asked = commentAsked.value && shownFlow.value === flow.id;
  useLayoutEffect(() => {
    if (!asked) return;
    commentAsked.value = false;
    box.current?.focus();
  }, [asked]);
  const isOld = !!flow.shown;
  const whyNot = whyNoNotes();
  const isFixed = isOld || whyNot !== null;
  const metadata = Object.entries(flow.metadata ?? {});
  // A flow of another session is not here.
  const source = flow.metadata?.["replay-session"] ? NO_FLOW : ofSameRecorder(flow.id, flow.metadata?.["replay-of"] ?? "");

  function keep(): void {
    if (comment.isChanged) change(flow, { comment: comment.text }, { comment: flow.comment ?? "" }, "Comment kept", comment.sent);
  }

  /** The box loses the focus to the list, which keeps what is in it. */
  function key(event: KeyboardEvent): void {
    if (event.isComposing || !(event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey)))) return;
    event.stopPropagation();
    event.preventDefault();
    box.current?.blur();
    back();
  }

  return (
    <div class="notes">
      <label>Mark
        <input list="marks" value={mark.text} disabled={isFixed} onInput={event => mark.type(event.currentTarget.value)}
          onChange={() => mark.isChanged && change(flow, { mark: mark.text }, { mark: flow.mark ?? "" }, mark.text ? `Marked ${mark.text}` : "Mark removed", mark.sent)} />
        <datalist id="marks">{MARKS.filter(Boolean).map(each => <option key={each} value={each} />)}</datalist>
      </label>
      <label>Comment
        <textarea ref={box} data-first rows={4} value={comment.text} readOnly={isFixed} onInput={event => comment.type(event.currentTarget.value)} onBlur={keep} onKeyDown={key} />
      </label>
      <p class="s-comment">{whyNot !== null ? sentence(whyNot) : isOld ? "These are the notes of an earlier revision; those of the newest one can be changed." : `Esc or Ctrl+Enter keeps the comment${viewer.value && opened ? ` as one of ${viewer.value.author}` : ""} and leads back to the list.`}</p>
      {flow.notes && <Given notes={flow.notes} />}
      {metadata.length > 0 && <><h3>Metadata</h3><Facts facts={metadata.map(([name, value]) => ({ name, value }))} /></>}
      {flow.replay && flow.replay !== "none" && <p>The {flow.replay} was replayed{source ? <> from flow <button type="button" class="link" onClick={() => openFlow(source)}>#{source}</button></> : null}.</p>}
    </div>
  );
}

/** Whose notes they are; the newest mark and the newest comment are those of the flow. */
function Given({ notes }: { notes: readonly GivenNote[] }) {
  const facts = notes.map(note => ({
    name: note.by,
    value: note.mark === undefined ? note.comment || "took the comment away" : note.mark ? `mark ${note.mark}` : "took the mark away",
    note: dayAndClock(Date.parse(note.time) * 1000),
  }));
  return <><h3>By viewers</h3><Facts facts={facts} /></>;
}

interface Typed {
  text: string;
  isChanged: boolean;
  type: (text: string) => void;
  /** It was sent: what the flow has counts again once it is read anew. */
  sent: () => void;
}

/** A text over the kept one, which stays until it is sent, whatever others note of the flow meanwhile. */
function useTyped(flow: Flow, kept: string): Typed {
  const [typed, setTyped] = useKeyed<{ text: string; over: Flow | null } | null>(flow.id, null);
  const isOver = typed === null || (typed.over !== null && typed.over !== flow);
  const text = isOver ? kept : typed.text;
  return {
    text,
    isChanged: text !== kept,
    type: next => setTyped({ text: next, over: null }),
    sent: () => setTyped({ text, over: flow }),
  };
}

type Changes = { comment?: string; mark?: string };

/** Notes are kept at once; undo sets what was there before. Those of viewers are one beside the other, and the newest is shown. */
function change(flow: Flow, changes: Changes, before: Changes, said: string, sent: () => void): void {
  const path = `/flows/${flow.id}`;
  const read = (): void => void changedHere.value++;
  patch(path, changes, opened ? {} : { "If-Match": `"${flow.revision}"` }).then(() => {
    sent();
    read();
    toastUndo(said, () => undefined, () => void patch(path, before).then(read, toastError));
  }, toastError);
}
