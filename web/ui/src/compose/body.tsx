/** The body of a request that is composed: text, JSON, the fields of a form, hexadecimal digits, or a file. */
import { useRef, useState } from "preact/hooks";
import type { Field } from "../detail/decode";
import { plural, size } from "../format";
import { base64Of, bytesOf, hexOf, textOf } from "../held/bytes";
import { LONGEST_HEX } from "../held/body";
import { FieldTable } from "../held/fields";
import { contentOf, formRows, jsonProblem, missingType, withRows, withType, type Base, type Body, type Composed, type TextKind } from "./request";

/** A larger file does not fit into what the API takes at once. */
const LONGEST_FILE = 10 << 20;
const TEXTS: readonly [TextKind, string][] = [["text", "Text"], ["json", "JSON"], ["form", "Form"]];

interface Props {
  composed: Composed;
  base: Base | null;
  change: (change: Partial<Composed>) => void;
  setFields: (fields: Field[]) => void;
}

export function BodyFields({ composed, base, change, setFields }: Props) {
  const { body, draft } = composed;
  const [wrong, setWrong] = useState("");
  const file = useRef<HTMLInputElement>(null);
  const text = useRef("");
  if ("text" in body) text.current = body.text;
  const put = (next: Body): void => {
    setWrong("");
    change({ body: next });
  };

  function toText(kind: TextKind): void {
    if (body.kind !== "hex") return put({ kind, text: text.current });
    const found = bytes();
    const read = found && textOf(found, "utf-8");
    if (found && read === null) setWrong("The bytes are no text in UTF-8.");
    else if (found) put({ kind, text: read! });
  }

  function toHex(): void {
    const found = bytes();
    if (found && found.length > LONGEST_HEX) setWrong(`At most ${plural(LONGEST_HEX, "byte")} are edited as hexadecimal.`);
    else if (found) put({ kind: "hex", hex: hexOf(found) });
  }

  function bytes(): Uint8Array | null {
    try {
      if ("text" in body) return new TextEncoder().encode(body.text);
      return body.kind === "hex" ? bytesOf(body.hex) : new Uint8Array(0);
    } catch (e) {
      setWrong(e instanceof Error ? e.message : String(e));
      return null;
    }
  }

  async function take(input: HTMLInputElement): Promise<void> {
    const [one] = input.files ?? [];
    input.value = ""; // the same file can be chosen again
    if (!one) return;
    if (one.size > LONGEST_FILE) return setWrong(`${one.name} has ${size(one.size)}; at most ${LONGEST_FILE >> 20} MiB are sent from here. Send a larger body with a client that uses the proxy.`);
    try {
      put({ kind: "file", name: one.name, size: one.size, base64: base64Of(new Uint8Array(await one.arrayBuffer())) });
    } catch (e) {
      setWrong(`${one.name} cannot be read: ${e instanceof Error ? e.message : String(e)}`);
    }
  }

  const type = missingType(body, draft.fields);
  const problem = body.kind === "json" ? jsonProblem(body.text) : body.kind === "hex" ? hexProblem(body.hex) : "";
  const said = wrong || problem;
  const described = said ? "compose-body-error" : undefined;
  const area = (label: string, value: string, typed: (text: string) => void) => (
    <textarea aria-label={label} class="mono" rows={8} spellcheck={false} value={value} aria-invalid={problem ? "true" : undefined} aria-describedby={described} onInput={event => typed(event.currentTarget.value)} />
  );
  return (
    <fieldset class="edit-body">
      <legend>Body <span class="s-comment">{lengthOf(body)}</span></legend>
      <div class="compose-kinds">
        <div class="choice" role="group" aria-label="Body as">
          {base?.fixed && <button type="button" aria-pressed={body.kind === "kept"} onClick={() => put({ kind: "kept" })}>As recorded</button>}
          {TEXTS.map(([kind, label]) => <button key={kind} type="button" aria-pressed={body.kind === kind} onClick={() => toText(kind)}>{label}</button>)}
          <button type="button" aria-pressed={body.kind === "hex"} onClick={toHex}>Hex</button>
          <button type="button" aria-pressed={body.kind === "file"} onClick={() => file.current?.click()}>File…</button>
        </div>
        <input ref={file} type="file" hidden aria-label="File with the body" onChange={event => void take(event.currentTarget)} />
        {type && <button type="button" title="The header field has another value, or is not there" onClick={event => {
          event.currentTarget.parentElement?.querySelector<HTMLElement>("[aria-pressed=true]")?.focus(); // this button goes
          setFields(withType(draft.fields, type));
        }}>Set Content-Type: {type}</button>}
      </div>
      {body.kind === "kept" && <p class="s-comment">The body is sent as it was recorded: {base?.fixed}.</p>}
      {body.kind === "file" && <p class="s-comment">{body.name}, {size(body.size)}, is sent as it is.</p>}
      {body.kind === "hex" && area("Body in hexadecimal", body.hex, hex => put({ kind: "hex", hex }))}
      {body.kind === "form" && <FieldTable label="Fields of the form" fields={formRows(body.text)} readOnly={false} change={rows => put({ kind: "form", text: withRows(body.text, rows) })} />}
      {(body.kind === "text" || body.kind === "json") && area("Body", body.text, typed => put({ kind: body.kind as TextKind, text: typed }))}
      {said && <p id="compose-body-error" class={body.kind === "json" && !wrong ? "compose-hint" : "option-error"} role="status">{body.kind === "json" && !wrong ? `No valid JSON, sent as it is: ${said}` : said}</p>}
    </fieldset>
  );
}

function hexProblem(hex: string): string {
  try {
    contentOf({ kind: "hex", hex });
    return "";
  } catch (e) {
    return e instanceof Error ? e.message : String(e);
  }
}

function lengthOf(body: Body): string {
  if ("text" in body) return body.text ? size(new Blob([body.text]).size) : "";
  return body.kind === "file" ? size(body.size) : "";
}
