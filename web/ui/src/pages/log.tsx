/** The last 2,000 lines of Steno's log, from a level upwards, followed while the end is in sight. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { get, isAbort } from "../api";
import { clock, plural, visible } from "../format";
import { appended, asText, LEVELS, matching, severity, type Level, type LogLine } from "../log/lines";
import { onMessage } from "../live";
import { logErrors } from "../session";
import { stored } from "../store";
import { toast, toastError } from "../ui/toast";

const level = stored<Level>("log-level", "info");
const PAUSE_MS = 1000;

export default function Log() {
  const [lines, setLines] = useState<LogLine[]>([]);
  const [error, setError] = useState("");
  const [attempt, setAttempt] = useState(0);
  const [text, setText] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const abort = new AbortController();
    let next: number | string | undefined;
    let timer = 0;
    const load = async () => {
      clearTimeout(timer);
      try {
        const answer = await get<{ lines: LogLine[]; next: number | string }>("/log", { after: next }, abort.signal);
        next = answer.next;
        setLines(before => appended(before, answer.lines));
        setError("");
        logErrors.value = 0;
      } catch (e) {
        if (isAbort(e)) return;
        setError(e instanceof Error ? e.message : String(e));
        return;
      }
      if (!abort.signal.aborted) timer = window.setTimeout(() => void load(), PAUSE_MS);
    };
    void load();
    const off = onMessage("log", () => void load());
    return () => {
      off();
      clearTimeout(timer);
      abort.abort();
    };
  }, [attempt]);
  const shown = matching(lines, level.value, text);
  useLayoutEffect(() => {
    const element = box.current;
    if (element && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [shown.length, shown.at(-1)?.n]);
  const copy = () => navigator.clipboard.writeText(asText(shown)).then(() => toast(`${plural(shown.length, "line")} copied`), toastError);
  return (
    <div class="sheet log">
      <header class="sheet-head">
        <h1>Log</h1>
        <label>
          From{" "}
          <select value={level.value} onChange={event => void (level.value = event.currentTarget.value as Level)}>
            {LEVELS.map(each => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <input type="search" aria-label="Search the log" placeholder="Search" value={text} onInput={event => setText(event.currentTarget.value)} />
        <p role="status">{plural(shown.length, "line")}</p>
        <button type="button" disabled={shown.length === 0} onClick={() => void copy()}>
          Copy
        </button>
      </header>
      {error && (
        <p class="stat-error" role="alert">
          {error}{" "}
          <button type="button" onClick={() => setAttempt(number => number + 1)}>
            Retry
          </button>
        </p>
      )}
      <div
        ref={box}
        class="log-lines"
        role="log"
        aria-live="off"
        aria-label="Lines of the log"
        tabIndex={0}
        onScroll={event => {
          const element = event.currentTarget;
          atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 30;
        }}
      >
        {shown.map(line => (
          <p key={line.n} class={`log-line level-${LEVELS[severity(line.level)]}`}>
            <time dateTime={line.time}>{clock(Date.parse(line.time) * 1000)}</time> <b>{line.level.toLowerCase()}</b> {line.subject && <span class="log-subject">{line.subject}</span>}{" "}
            {visible(line.text)}
          </p>
        ))}
        {shown.length === 0 && <p class="empty">No line from this level upwards.</p>}
      </div>
    </div>
  );
}
