/** The held messages of a stream, each of which is changed, sent or dropped by itself. */
import { useEffect, useState } from "preact/hooks";
import { get, isAbort, post } from "../api";
import { size } from "../format";
import { refresh } from "./feed";
import { type FlowId } from "../flowid";

const PACE_MS = 1000;

interface Waiting {
  readonly number: number;
  readonly from: "client" | "server";
  readonly kind: string;
  readonly size: number;
  readonly edited: boolean;
  readonly text?: string;
  readonly base64?: string;
}

export function StreamMessages({ id }: { id: FlowId }) {
  const [messages, setMessages] = useState<readonly Waiting[]>([]);
  const [typed, setTyped] = useState<ReadonlyMap<number, string>>(new Map());
  const [error, setError] = useState("");
  const [done, setDone] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    let timer = 0;
    const read = (): void => void get<{ messages: Waiting[] }>(`/held/${id}/messages`, {}, abort.signal).then(
      now => {
        setMessages(now.messages);
        timer = window.setTimeout(read, PACE_MS);
      },
      e => isAbort(e) || void refresh(), // the flow has ended: the list says so
    );
    read();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [id, done]);

  async function decide(message: Waiting, how: "resume" | "drop"): Promise<void> {
    const path = `/held/${id}/messages/${message.number}`;
    const text = typed.get(message.number);
    try {
      if (how === "resume" && text !== undefined && text !== message.text) await post(`${path}/edit`, { text });
      await post(`${path}/${how}`, {});
      setError("");
    } catch (e) {
      setError(e instanceof Error ? e.message : String(e));
    }
    setDone(done + 1);
    void refresh();
  }

  return (
    <>
      {error && <p class="option-error" role="alert">{error}</p>}
      {messages.map(message => {
        const text = typed.get(message.number) ?? message.text;
        const name = `Message ${message.number} from the ${message.from}`;
        return (
          <fieldset key={message.number} class="edit-body">
            <legend>{name}, {message.kind}, {size(message.size)}{message.edited && ", changed"}</legend>
            {text === undefined
              ? <p class="s-comment">It is not text; the API edits it as base64.</p>
              : <textarea aria-label={name} class="mono" rows={Math.min(8, text.split("\n").length + 1)} spellcheck={false} value={text} onInput={event => setTyped(new Map(typed).set(message.number, event.currentTarget.value))} />}
            <button type="button" onClick={() => void decide(message, "resume")}>{text === message.text ? "Send" : "Send changed"}</button>{" "}
            <button type="button" class="danger" onClick={() => void decide(message, "drop")}>Drop</button>
          </fieldset>
        );
      })}
    </>
  );
}
