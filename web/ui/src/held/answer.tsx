/** A response by hand: it is sent to the client instead of one of the server. */
import { useState } from "preact/hooks";
import { Dialog } from "../ui/dialog";
import { answer, type HeldRow } from "./calls";
import { keepDraft, markEnded } from "./state";
import { refresh } from "./feed";
import { toast } from "../ui/toast";

const FIRST = "Content-Type: text/plain; charset=utf-8";

export function AnswerDialog({ row, onClose }: { row: HeldRow; onClose: () => void }) {
  const [status, setStatus] = useState("200");
  const [fields, setFields] = useState(FIRST);
  const [body, setBody] = useState("");
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);

  async function send(): Promise<void> {
    if (busy) return;
    setBusy(true);
    let undo = (): void => undefined;
    try {
      const headers = pairs(fields);
      undo = markEnded(row.id);
      await answer(row.id, { status: Number(status), reason: "", headers, body });
      keepDraft(row.id, null);
      toast(`Flow ${row.id} is answered`);
      onClose();
      await refresh();
    } catch (e) {
      undo();
      setError(e instanceof Error ? e.message : String(e));
    }
    setBusy(false);
  }

  return (
    <Dialog title={`Answer flow ${row.id}`} onClose={onClose} class="answer">
      <form onSubmit={event => {
        event.preventDefault();
        if (event.submitter) void send();
      }} onKeyDown={event => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void send();
        } else if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
      }}>
        <p class="s-comment">{row.method} {row.url}</p>
        <label>Status <input autofocus inputMode="numeric" value={status} pattern="[2-5]\d\d" required size={4} onInput={event => setStatus(event.currentTarget.value)} /></label>
        <label>Fields, one a line
          <textarea class="mono" rows={4} spellcheck={false} value={fields} onInput={event => setFields(event.currentTarget.value)} />
        </label>
        <label>Body
          <textarea class="mono" rows={8} spellcheck={false} value={body} onInput={event => setBody(event.currentTarget.value)} />
        </label>
        {error && <p class="option-error" role="alert">{error}</p>}
        <div class="buttons">
          <button type="button" onClick={onClose}>Cancel</button>
          <button type="submit" class="primary" title="Ctrl-Enter">Send the answer</button>
        </div>
      </form>
    </Dialog>
  );
}

/** Reads fields, one a line. Throws an error that names a line which is none. */
export function pairs(text: string): [string, string][] {
  return text.split(/\r?\n/).flatMap((line, index): [string, string][] => {
    if (!line.trim()) return [];
    const colon = line.indexOf(":");
    if (colon < 1) throw new Error(`Line ${index + 1} is no field: it must be NAME: VALUE.`);
    return [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]];
  });
}
