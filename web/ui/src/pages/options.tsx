/** The options of the running Steno: their values, where each came from, and changes to them. */
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError, get, isAbort, patch, sentence } from "../api";
import { plural } from "../format";
import { fieldOf, isFixed, search, sentValue, shownValue, sourceName, type Option } from "../options/field";
import { param, setParams } from "../router";
import { optionsChanged } from "../session";

const searched = param("q");

export default function Options() {
  const [options, setOptions] = useState<Option[] | null>(null);
  const [error, setError] = useState("");
  const [attempt, setAttempt] = useState(0);
  const [changedOnly, setChangedOnly] = useState(false);
  const changes = optionsChanged.value;
  useEffect(() => {
    const abort = new AbortController();
    get<Option[]>("/options", {}, abort.signal).then(
      all => {
        setOptions(all);
        setError("");
      },
      e => isAbort(e) || setError(e instanceof Error ? e.message : String(e)),
    );
    return () => abort.abort();
  }, [changes, attempt]);
  const shown = search(options ?? [], searched.value).filter(option => !changedOnly || option.source !== "default");
  return (
    <div class="sheet options">
      <header class="sheet-head">
        <h1>Options</h1>
        <input
          type="search"
          aria-label="Search options"
          placeholder="Search"
          value={searched.value}
          onInput={event => setParams({ q: event.currentTarget.value })}
        />
        <label class="check">
          <input type="checkbox" checked={changedOnly} onChange={event => setChangedOnly(event.currentTarget.checked)} /> Only those that differ from their default
        </label>
        <p role="status">{options && `${plural(shown.length, "option")} of ${options.length}`}</p>
      </header>
      {error && (
        <p class="stat-error" role="alert">
          {error}{" "}
          <button type="button" onClick={() => setAttempt(number => number + 1)}>
            Retry
          </button>
        </p>
      )}
      <ul class="option-list">
        {shown.map(option => (
          <OptionRow key={option.name} option={option} changed={setOptions} />
        ))}
      </ul>
    </div>
  );
}

function OptionRow({ option, changed }: { option: Option; changed(all: Option[]): void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const id = `option-${option.name}`;
  const fixed = isFixed(option);
  const value = typed ?? shownValue(option);
  const dirty = typed !== null && (option.secret ? typed !== "" : typed !== shownValue(option));
  const last = useRef({ sent: Promise.resolve() as Promise<unknown>, number: 0 });
  /** Values are sent one after another; only the last one is told of. */
  const send = async (next: string | string[] | null) => {
    const number = ++last.current.number;
    const isLast = () => number === last.current.number;
    const patching = last.current.sent.then(() => patch<Option[] | undefined>("/options", { [option.name]: next }));
    last.current.sent = patching.catch(() => undefined);
    setBusy(true); // no field is disabled by it: the focus would be lost
    try {
      const all = await patching;
      if (!isLast()) return;
      changed(Array.isArray(all) ? all : await get<Option[]>("/options"));
      if (!isLast()) return;
      setTyped(null);
      setError("");
    } catch (e) {
      if (!isLast()) return;
      setError(e instanceof ApiError ? sentence(e.message) : String(e));
    }
    setBusy(false);
  };
  const change = (text: string) => {
    setTyped(text);
    setError("");
  };
  const field = fieldOf(option);
  const common = {
    id,
    readOnly: fixed || busy,
    "aria-describedby": `${id}-help${error ? ` ${id}-error` : ""}`,
    "aria-invalid": error ? ("true" as const) : undefined,
  };
  return (
    <li>
      <form
        class={`option ${option.source === "default" ? "" : "set"}`}
        onSubmit={event => {
          event.preventDefault();
          if (dirty && !busy) void send(sentValue(option, value));
        }}
        onKeyDown={event => {
          if (event.key === "Escape" && typed !== null) {
            event.preventDefault();
            change(shownValue(option));
          }
        }}
      >
        <label for={id} class="option-name">
          {option.name}
        </label>
        <span class="option-value">
          {field.kind === "choice" && !fixed ? (
            <select id={id} aria-describedby={common["aria-describedby"]} aria-invalid={common["aria-invalid"]} value={value} onChange={event => {
              change(event.currentTarget.value);
              void send(event.currentTarget.value);
            }}>
              {!field.choices.includes(value) && <option value={value}>{value || "–"}</option>}
              {field.choices.map(choice => (
                <option key={choice} value={choice}>
                  {choice}
                </option>
              ))}
            </select>
          ) : field.kind === "lines" ? (
            <textarea {...common} rows={Math.max(1, value.split("\n").length)} value={value} placeholder={fixed ? "" : "one a line"} onInput={event => change(event.currentTarget.value)} />
          ) : field.kind === "secret" ? (
            <input {...common} type="password" autocomplete="new-password" placeholder={fixed ? "not shown" : "not shown; type to replace"} value={value} onInput={event => change(event.currentTarget.value)} />
          ) : (
            <input {...common} type="text" autocomplete="off" placeholder={option.default ?? ""} value={value} onInput={event => change(event.currentTarget.value)} />
          )}
          {dirty && !fixed && field.kind !== "choice" && (
            <button type="submit" class="primary">
              Set
            </button>
          )}
          {option.source === "runtime" && (
            <button type="button" onClick={() => void send(null)} title="Undo what was set while running">
              Reset
            </button>
          )}
        </span>
        <span class="option-source">{sourceName(option.source)}</span>
        <p class="option-help" id={`${id}-help`}>
          {option.help} {fixed && <em>Changes at the next start: set it in config.toml or by --{option.name}.</em>}
          <small>
            {option.type}
            {option.default ? `, ${option.default} by default` : ""}
          </small>
        </p>
        {error && (
          <p class="option-error" id={`${id}-error`} role="alert">
            {error}
          </p>
        )}
      </form>
    </li>
  );
}
