// What people note of a flow: its mark and comment; and the metadata that add-ons left.
import { useLayoutEffect, useRef } from "preact/hooks";
import { patch, sentence } from "../api";
import { commentAsked, openFlow, shownFlow } from "../list/state";
import { opened, whyReadOnly } from "../opened";
import { useKeyed } from "../ui/keyed";
import { toastError, toastUndo } from "../ui/toast";
import { back } from "./actions";
import { Facts } from "./facts";
import { changedHere, type Flow } from "./flow";
import { NO_FLOW, ofSameRecorder } from "../flowid";

const MARKS = ["", "red", "orange", "yellow", "green", "blue", "purple", "x", "check", "star"];

export function Notes({ flow }: { flow: Flow }) {
  const [comment, setComment] = useKeyed(`${flow.id} ${flow.comment ?? ""}`, flow.comment ?? "");
  const [mark, setMark] = useKeyed(`${flow.id} ${flow.mark ?? ""}`, flow.mark ?? "");
  const box = useRef<HTMLTextAreaElement>(null);
  const asked = commentAsked.value && shownFlow.value === flow.id;
  useLayoutEffect(() => {
    if (!asked) return;
    commentAsked.value = false;
    box.current?.focus();
  }, [asked]);
  const isOld = !!flow.shown;
  const isFixed = isOld || opened !== "";
  const metadata = Object.entries(flow.metadata ?? {});
  // A flow of another session is not here.
  const source = flow.metadata?.["replay-session"] ? NO_FLOW : ofSameRecorder(flow.id, flow.metadata?.["replay-of"] ?? "");

  function keep(): void {
    if (comment !== (flow.comment ?? "")) change(flow, { comment }, { comment: flow.comment ?? "" }, "Comment kept");
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
        <input list="marks" value={mark} disabled={isFixed} onInput={event => setMark(event.currentTarget.value)}
          onChange={() => mark !== (flow.mark ?? "") && change(flow, { mark }, { mark: flow.mark ?? "" }, mark ? `Marked ${mark}` : "Mark removed")} />
        <datalist id="marks">{MARKS.filter(Boolean).map(each => <option key={each} value={each} />)}</datalist>
      </label>
      <label>Comment
        <textarea ref={box} data-first rows={4} value={comment} readOnly={isFixed} onInput={event => setComment(event.currentTarget.value)} onBlur={keep} onKeyDown={key} />
      </label>
      <p class="s-comment">{opened ? sentence(whyReadOnly() ?? "") : isOld ? "These are the notes of an earlier revision; those of the newest one can be changed." : "Esc or Ctrl+Enter keeps the comment and leads back to the list."}</p>
      {metadata.length > 0 && <><h3>Metadata</h3><Facts facts={metadata.map(([name, value]) => ({ name, value }))} /></>}
      {flow.replay && flow.replay !== "none" && <p>The {flow.replay} was replayed{source ? <> from flow <button type="button" class="link" onClick={() => openFlow(source)}>#{source}</button></> : null}.</p>}
    </div>
  );
}

type Changes = { comment?: string; mark?: string };

/** Notes are kept at once; undo sets what was there before. */
function change(flow: Flow, changes: Changes, before: Changes, said: string): void {
  const path = `/flows/${flow.id}`;
  const read = (): void => void changedHere.value++;
  patch(path, changes, { "If-Match": `"${flow.revision}"` }).then(() => {
    read();
    toastUndo(said, () => undefined, () => void patch(path, before).then(read, toastError));
  }, toastError);
}
