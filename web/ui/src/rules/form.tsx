/** A rule that is added or changed: by its parts or as one line, and tested before it is set. */
import { useRef, useState } from "preact/hooks";
import { tryRule, type Tried } from "./calls";
import { KINDS, kindOf, missing, partsOf, specOf, type Kind, type Parts } from "./spec";
import { Trial } from "./trial";

/** Recorded flows that a rule is tested with, the newest ones. */
const TESTED = 10_000;

interface Props {
  kind: string;
  parts: Parts;
  /** Whether the kind can be chosen: of a new rule. */
  isNew: boolean;
  set: (kind: string, spec: string) => Promise<void>;
  close: () => void;
}

export function RuleForm({ kind: first, parts: given, isNew, set, close }: Props) {
  const [kind, setKind] = useState<Kind>(kindOf(first) ?? KINDS[0]!);
  const [parts, setParts] = useState<Parts>(given);
  const [line, setLine] = useState<string | null>(null);
  const [error, setError] = useState<{ at: keyof Parts | "line"; text: string } | null>(null);
  const [tried, setTried] = useState<Tried | null>(null);
  /** Counts up with each change and each action: what an earlier one leads to is not shown. */
  const turn = useRef(0);
  const setting = useRef(false);
  const lacks = line === null ? missing(kind, parts) : null;

  function change(by: Partial<Parts>): void {
    setParts({ ...parts, ...by });
    changed();
  }

  function changed(): void {
    turn.current++;
    setError(null);
    setTried(null);
  }

  async function act(action: (spec: string, isNewest: () => boolean) => Promise<void>): Promise<void> {
    if (lacks) {
      refused(lacks, lacks === "value" ? "The status must be three digits." : "This part must not be empty.");
      return;
    }
    const number = ++turn.current;
    const isNewest = (): boolean => number === turn.current;
    try {
      await action(line ?? specOf(kind, parts), isNewest);
      if (isNewest()) setError(null);
    } catch (e) {
      const text = e instanceof Error ? e.message : String(e);
      if (isNewest()) refused(line !== null ? "line" : placeOf(kind, text), text);
    }
  }

  /** A second press does not set it twice. */
  async function send(): Promise<void> {
    if (setting.current) return;
    setting.current = true;
    await act(spec => set(kind.id, spec));
    setting.current = false;
  }

  function test(): void {
    void act(async (spec, isNewest) => {
      const found = await tryRule(kind.id, spec, TESTED);
      if (isNewest()) setTried(found);
    });
  }

  function refused(at: keyof Parts | "line", text: string): void {
    setError({ at, text });
    document.getElementById(`rule-${at}`)?.focus();
  }

  const id = "rule";
  const field = (at: keyof Parts, label: string, hint: string) => (
    <div class="rule-part">
      <label for={`${id}-${at}`}>{label}</label>
      <input id={`${id}-${at}`} class="mono" value={parts[at]} placeholder={hint} spellcheck={false} autocomplete="off" aria-invalid={error?.at === at ? "true" : undefined}
        aria-describedby={error?.at === at ? `${id}-error` : undefined} onInput={event => change({ [at]: event.currentTarget.value })} />
      {error?.at === at && <p id={`${id}-error`} class="option-error" role="alert">{error.text}</p>}
    </div>
  );
  return (
    <form class="rule-form" aria-label={isNew ? "New rule" : "Change the rule"} onSubmit={event => {
      event.preventDefault();
      void send();
    }} onKeyDown={event => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      close();
    }}>
      <div class="rule-part">
        <label for="rule-kind">What it does</label>
        <select id="rule-kind" disabled={!isNew} value={kind.id} onChange={event => {
          setKind(kindOf(event.currentTarget.value) ?? kind);
          setLine(null);
          change({});
        }}>
          {KINDS.map(each => <option key={each.id} value={each.id}>{each.label} ({each.id})</option>)}
        </select>
      </div>
      <p class="s-comment">{kind.help}</p>
      {line === null
        ? <>
          {kind.subject && field("subject", kind.subject, kind.hints?.[0] ?? "")}
          {kind.value && field("value", kind.value, kind.hints?.[1] ?? "")}
          {field("filter", kind.filter === "required" ? "Filter" : "Filter, if not for all", kind.filter === "required" ? "host = ads.example" : "none; such as host = api.example & ~m POST")}
        </>
        : <div class="rule-part">
          <label for="rule-line">One line</label>
          <input id="rule-line" class="mono" value={line} spellcheck={false} autocomplete="off" aria-invalid={error?.at === "line" ? "true" : undefined} aria-describedby={error?.at === "line" ? "rule-error" : undefined}
            onInput={event => {
              setLine(event.currentTarget.value);
              changed();
            }} />
          {error?.at === "line" && <p id="rule-error" class="option-error" role="alert">{error.text}</p>}
        </div>}
      <div class="buttons">
        <button type="button" class="link" onClick={() => {
          setError(null);
          if (line === null) setLine(written(kind, parts));
          else {
            setParts(partsOf(kind, line));
            setLine(null);
          }
        }}>{line === null ? "As one line" : "By its parts"}</button>
        <span class="spring" />
        <button type="button" onClick={close}>Cancel</button>
        <button type="button" onClick={test}>Test</button>
        <button type="submit" class="primary">{isNew ? "Add" : "Change"}</button>
      </div>
      {tried && <Trial tried={tried} />}
    </form>
  );
}

function written(kind: Kind, parts: Parts): string {
  try {
    return specOf(kind, parts);
  } catch {
    return "";
  }
}

/** The part that a refusal is about, by its words. */
function placeOf(kind: Kind, text: string): keyof Parts {
  if (/filter/i.test(text) || !kind.value) return "filter";
  if (/status|path|file|folder|replacement|group|URL to/i.test(text)) return "value";
  return kind.subject ? "subject" : "value";
}

