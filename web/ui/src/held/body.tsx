/** The body of a message that is edited, as text or as hexadecimal. */
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError, isAbort } from "../api";
import { headerOf, type Part } from "../detail/types";
import { size } from "../format";
import { type BodyPlace, bodyUpTo } from "../viewers/bodysource";
import { BodyView } from "../viewers/bodyview";
import { base64Of, bytesOf, charsetOf, hexOf, textOf } from "./bytes";
import type { HeldFlow } from "./calls";
import type { Content } from "./draft";

/** A longer body is not edited as hexadecimal. */
export const LONGEST_HEX = 65_536;
/** A longer body is not edited, but shown in pages; the server has the same bound for texts. */
const LONGEST = 5 << 20;
/** More lines are not edited either: a browser lays all of them out at each key. */
const MOST_LINES = 100_000;

export interface Loaded {
  /** Of which revision it is. */
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Whether the body is longer than what is edited; then there are no bytes. */
  readonly isLarge: boolean;
  /** Null if it is no text. */
  readonly text: string | null;
  /** Whether the content codings could not be removed. */
  readonly encoded: boolean;
}

interface Props {
  flow: HeldFlow;
  /** Where the body is read from. */
  place: BodyPlace;
  part: Part;
  content: Content | null;
  readOnly: boolean;
  change: (content: Content | null) => void;
  /** Absent if a file cannot replace it. */
  replace?: ((file: File) => void) | undefined;
}

export function BodyEditor({ flow, place, part, content, readOnly, change, replace }: Props) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [failure, setFailure] = useState("");
  const [hex, setHex] = useState<string | null>(null);
  const [wrong, setWrong] = useState("");
  const key = `${flow.id} ${flow.revision} ${part}`;
  const seen = useRef("");
  const file = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const abort = new AbortController();
    setFailure("");
    loadBody(flow, place, key, abort.signal).then(
      read => {
        setHex(null);
        setLoaded(read);
      },
      e => isAbort(e) || setFailure(e instanceof Error ? e.message : String(e)),
    );
    return () => abort.abort();
  }, [key]);
  if (failure) return <p class="option-error" role="alert">The body cannot be read: {failure}</p>;
  if (!loaded) return <p class="s-comment">Reading the body…</p>;
  const asHex = !loaded.isLarge && (hex !== null || (loaded.text === null && !(content && "text" in content)));
  // Of a saved draft, what was typed is shown until it is read again; a box that is taken away would lose the focus.
  const isOld = loaded.key !== key && !content;
  const tooLong = loaded.bytes.length > LONGEST_HEX;
  const facts = flow.bodies?.[part];
  const shownOnly = loaded.isLarge || (asHex && tooLong);

  function chosen(input: HTMLInputElement): void {
    const [one] = input.files ?? [];
    input.value = ""; // the same file can be chosen again
    if (one) replace?.(one);
  }

  function typed(digits: string): void {
    setHex(digits);
    try {
      change({ base64: base64Of(bytesOf(digits)), encoded: loaded?.encoded ?? false });
      setWrong("");
    } catch (e) {
      setWrong(e instanceof Error ? e.message : String(e));
    }
  }

  if (!isOld) seen.current = asHex ? (hex ?? hexOf(currentBytes(loaded, content))) : content && "text" in content ? content.text : textIn(loaded, content);

  return (
    <fieldset class="edit-body">
      <legend>Body <span class="s-comment">{size(loaded.isLarge ? (facts?.recorded ?? 0) : loaded.bytes.length)}{loaded.encoded ? ", in its content codings" : ""}</span></legend>
      {replace && <>
        <button type="button" disabled={readOnly} onClick={() => file.current?.click()}>Replace by a file…</button>
        <input ref={file} type="file" hidden aria-label="File with the new body" onChange={event => chosen(event.currentTarget)} />
      </>}
      {loaded.text !== null && !loaded.isLarge && (
        <div class="choice" role="group" aria-label="Body as">
          <button type="button" aria-pressed={!asHex} onClick={() => setHex(null)}>Text</button>
          <button type="button" aria-pressed={asHex} disabled={tooLong} onClick={() => setHex(hexOf(currentBytes(loaded, content)))}>Hex</button>
        </div>
      )}
      {shownOnly && (
        <p class="s-comment">{loaded.isLarge ? `More than the ${LONGEST >> 20} MiB or ${MOST_LINES.toLocaleString("en")} lines that are edited here` : `No text, and more than the ${LONGEST_HEX.toLocaleString("en")} bytes that are edited as hexadecimal`}: {replace ? "the body is sent as it came unless a file replaces it" : "the body stays as it is"}.</p>
      )}
      {shownOnly
        ? facts && <div class="held-body"><BodyView place={place} facts={facts} open={false} revision={flow.revision} label="Body, read-only" main={false} /></div>
        : asHex
        ? <textarea aria-label="Body in hexadecimal" class="mono" rows={10} spellcheck={false} readOnly={readOnly || isOld} value={seen.current}
              aria-invalid={wrong ? "true" : undefined} aria-describedby={wrong ? "body-error" : undefined} onInput={event => typed(event.currentTarget.value)} />
        : <textarea aria-label="Body" class="mono" rows={10} spellcheck={false} readOnly={readOnly || isOld} value={seen.current}
            onInput={event => change(event.currentTarget.value === loaded.text ? null : { text: event.currentTarget.value })} />}
      {wrong && <p id="body-error" class="option-error" role="alert">{wrong}</p>}
    </fieldset>
  );
}

function currentBytes(loaded: Loaded, content: Content | null): Uint8Array {
  if (!content) return loaded.bytes;
  return "text" in content ? new TextEncoder().encode(content.text) : Uint8Array.from(atob(content.base64), character => character.charCodeAt(0));
}

/** The text of bytes that were edited in hexadecimal. */
function textIn(loaded: Loaded, content: Content | null): string {
  return content ? new TextDecoder().decode(currentBytes(loaded, content)) : (loaded.text ?? "");
}

function lines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

/** Reads a body without its codings, if it is one that is edited. */
export async function loadBody(flow: HeldFlow, place: BodyPlace, key: string, signal: AbortSignal): Promise<Loaded> {
  const { part } = place;
  const facts = flow.bodies?.[part];
  const none = new Uint8Array(0);
  if (facts && facts.size === 0) return { key, bytes: none, isLarge: false, text: "", encoded: false };
  if (facts && facts.recorded > LONGEST) return { key, bytes: none, isLarge: true, text: null, encoded: false };
  const message = part === "request" ? flow.request : flow.response;
  try {
    const bytes = await bodyUpTo(LONGEST, place, true, signal);
    if (!bytes || lines(bytes) > MOST_LINES) return { key, bytes: none, isLarge: true, text: null, encoded: false };
    return { key, bytes, isLarge: false, text: textOf(bytes, charsetOf(headerOf(message?.headers, "content-type"))), encoded: false };
  } catch (e) {
    if (!(e instanceof ApiError) || e.status !== 422) throw e;
    // not in the codings that it names: the bytes as they came
    return { key, bytes: (await bodyUpTo(LONGEST, place, false, signal)) ?? none, isLarge: false, text: null, encoded: true };
  }
}
