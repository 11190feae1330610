/** The body of a message that is edited, as text or as hexadecimal. */
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError, getRange, isAbort } from "../api";
import { headerOf, type Part } from "../detail/types";
import { size } from "../format";
import { base64Of, bytesOf, charsetOf, hexOf, textOf } from "./bytes";
import type { HeldFlow } from "./calls";
import type { Content } from "./draft";

/** A longer body is not edited, with or without its codings. */
const LONGEST = 5 << 20;
/** A longer body is not edited as hexadecimal. */
const LONGEST_HEX = 65_536;

interface Loaded {
  /** Of which revision it is. */
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Null if it is no text. */
  readonly text: string | null;
  /** Whether the content codings could not be removed. */
  readonly encoded: boolean;
}

/** A body that is too long to be edited. */
class TooLong extends Error {}

interface Props {
  flow: HeldFlow;
  part: Part;
  content: Content | null;
  readOnly: boolean;
  change: (content: Content | null) => void;
}

export function BodyEditor({ flow, part, content, readOnly, change }: Props) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [failure, setFailure] = useState("");
  const [long, setLong] = useState("");
  const [hex, setHex] = useState<string | null>(null);
  const [wrong, setWrong] = useState("");
  const key = `${flow.id} ${flow.revision} ${part}`;
  const seen = useRef("");
  useEffect(() => {
    const abort = new AbortController();
    setFailure("");
    setLong("");
    load(flow, part, key, abort.signal).then(
      read => {
        setHex(null);
        setLoaded(read);
      },
      e => isAbort(e) || (e instanceof TooLong ? setLong(e.message) : setFailure(e instanceof Error ? e.message : String(e))),
    );
    return () => abort.abort();
  }, [key]);
  if (long) return <p class="s-comment" role="note">{long}</p>;
  if (failure) return <p class="option-error" role="alert">The body cannot be read: {failure}</p>;
  if (!loaded) return <p class="s-comment">Reading the body…</p>;
  const asHex = hex !== null || (loaded.text === null && !(content && "text" in content));
  // Of a saved draft, what was typed is shown until it is read again; a box that is taken away would lose the focus.
  const isOld = loaded.key !== key && !content;
  const tooLong = loaded.bytes.length > LONGEST_HEX;

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
      <legend>Body <span class="s-comment">{size(loaded.bytes.length)}{loaded.encoded ? ", in its content codings" : ""}</span></legend>
      {loaded.text !== null && (
        <div class="choice" role="group" aria-label="Body as">
          <button type="button" aria-pressed={!asHex} onClick={() => setHex(null)}>Text</button>
          <button type="button" aria-pressed={asHex} disabled={tooLong} onClick={() => setHex(hexOf(currentBytes(loaded, content)))}>Hex</button>
        </div>
      )}
      {asHex
        ? tooLong
          ? <p class="s-comment">{size(loaded.bytes.length)} that are no text: more than can be edited as hexadecimal here. The body is sent as it came.</p>
          : <textarea aria-label="Body in hexadecimal" class="mono" rows={10} spellcheck={false} readOnly={readOnly || isOld} value={seen.current}
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

async function load(flow: HeldFlow, part: Part, key: string, signal: AbortSignal): Promise<Loaded> {
  const facts = flow.bodies?.[part];
  if (facts && facts.size === 0) return { key, bytes: new Uint8Array(0), text: "", encoded: false };
  const message = part === "request" ? flow.request : flow.response;
  try {
    const bytes = await bytesUpTo(flow.id, part, true, signal);
    return { key, bytes, text: textOf(bytes, charsetOf(headerOf(message?.headers, "content-type"))), encoded: false };
  } catch (e) {
    if (!(e instanceof ApiError) || e.status !== 422) throw e;
    // not in the codings that it names: the bytes as they came
    return { key, bytes: await bytesUpTo(flow.id, part, false, signal), text: null, encoded: true };
  }
}

async function bytesUpTo(flow: number, part: Part, decoded: boolean, signal: AbortSignal): Promise<Uint8Array> {
  const { bytes } = await getRange(`/flows/${flow}/${part}/body`, 0, LONGEST, { decoded }, signal);
  if (bytes.length > LONGEST) throw new TooLong(`Only the head is edited: the body${decoded ? ", without its content codings," : ""} is larger than 5 MiB. It stays as it is.`);
  return bytes;
}
