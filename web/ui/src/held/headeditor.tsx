/** The head of a held message: first line and fields, as a table or as one text. */
import { stored } from "../store";
import { useKeyed } from "../ui/keyed";
import { headText, withHead, type Draft } from "./draft";
import { FieldTable } from "./fields";

const asText = stored("held-head-text", false);

interface Props {
  draft: Draft;
  version: string;
  change: (draft: Draft) => void;
  /** Told why the text is no head; empty if it is one. */
  wrong: (reason: string) => void;
}

export function HeadEditor({ draft, version, change, wrong }: Props) {
  const [typed, setTyped] = useKeyed<string | null>(draft.revision, null);
  const [error, setError] = useKeyed(draft.revision, "");

  function type(text: string): void {
    setTyped(text);
    try {
      change(withHead(draft, text));
      tell("");
    } catch (e) {
      tell(e instanceof Error ? e.message : String(e));
    }
  }

  function tell(reason: string): void {
    setError(reason);
    wrong(reason);
  }

  function turn(text: boolean): void {
    setTyped(null);
    tell("");
    asText.value = text;
  }

  return (
    <div class="edit-head">
      <div class="choice" role="group" aria-label="Head as">
        <button type="button" aria-pressed={!asText.value} onClick={() => turn(false)}>Table</button>
        <button type="button" aria-pressed={asText.value} onClick={() => turn(true)}>Text</button>
      </div>
      {asText.value
        ? <>
          <textarea aria-label="Head as text" class="mono" rows={Math.min(16, draft.fields.length + 2)} spellcheck={false} value={typed ?? headText(draft, version)}
            aria-invalid={error ? "true" : undefined} aria-describedby={error ? "head-error" : undefined} onInput={event => type(event.currentTarget.value)} />
          {error && <p id="head-error" class="option-error" role="alert">{error}</p>}
        </>
        : <>
          <div class="edit-line">
            {draft.part === "request"
              ? <>
                <input aria-label="Method" class="mono edit-method" value={draft.method} spellcheck={false} autocomplete="off" onInput={event => change({ ...draft, method: event.currentTarget.value })} />
                <input aria-label="URL" class="mono" data-edit value={draft.url} spellcheck={false} autocomplete="off" onInput={event => change({ ...draft, url: event.currentTarget.value })} />
              </>
              : <>
                <input aria-label="Status" class="mono edit-method" data-edit inputMode="numeric" value={draft.status} onInput={event => change({ ...draft, status: event.currentTarget.value })} />
                <input aria-label="Reason" class="mono" value={draft.reason} spellcheck={false} autocomplete="off" onInput={event => change({ ...draft, reason: event.currentTarget.value })} />
              </>}
          </div>
          <FieldTable label="Header fields" fields={draft.fields} readOnly={false} change={fields => change({ ...draft, fields })} />
        </>}
      {draft.trailers.length > 0 && <FieldTable label="Trailers" fields={draft.trailers} readOnly={false} change={trailers => change({ ...draft, trailers })} />}
    </div>
  );
}
