/**
 * Everything that can be done, searched by a few letters. After a colon the text is a command line with completion; its
 * result is shown below. A combobox whose list keeps its focus by aria-activedescendant.
 */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { get, isAbort } from "../api";
import { liveState } from "../live";
import {
  actionEntries,
  commandEntries,
  flowEntry,
  hostEntries,
  optionEntries,
  pageEntries,
  presetEntries,
  recency,
  used,
  type Entry,
} from "../palette/entries";
import { keyLabel } from "../keypage/groups";
import { rank } from "../palette/fuzzy";
import type { Command } from "../palette/line";
import { callLine, complete, hint } from "../palette/run";
import type { Option } from "../options/field";
import { Dialog } from "../ui/dialog";
import { overlayText } from "./overlays";

const MOST_SHOWN = 60;

interface Item {
  id: string;
  label: string;
  at: number[];
  help: string;
  keys: string[];
  kind: string;
  disabled: string | null;
  choose(): void;
}

export default function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState(overlayText.value);
  const [chosen, setChosen] = useState(0);
  const [commands, setCommands] = useState<Command[]>([]);
  const loading = useRef<Promise<Command[]> | null>(null);
  const [options, setOptions] = useState<Option[]>([]);
  const [hosts, setHosts] = useState<Entry[]>([]);
  const [candidates, setCandidates] = useState<{ from: number; candidates: string[] }>({ from: 0, candidates: [] });
  const [result, setResult] = useState<{ text: string; error: boolean } | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const line = text.startsWith(":") ? text.slice(1) : null;

  useLayoutEffect(() => {
    overlayText.value = "";
    loading.current = get<Command[]>("/commands");
    loading.current.then(setCommands, e => setResult({ text: e.message, error: true }));
    get<Option[]>("/options").then(setOptions, () => undefined);
    const field = input.current;
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }, []);
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      if (line !== null) {
        complete(line, input.current ? Math.max(0, (input.current.selectionStart ?? 1) - 1) : line.length, commands, abort.signal).then(
          setCandidates,
          e => isAbort(e) || setCandidates({ from: 0, candidates: [] }),
        );
      } else if (text.trim().length >= 2 && !text.startsWith("#")) {
        hostEntries(text.trim(), abort.signal).then(setHosts, () => undefined);
      } else setHosts([]);
    }, 80);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text, commands]);
  const fixed = useMemo(
    () => [...actionEntries(), ...pageEntries(), ...presetEntries(), ...commandEntries(commands), ...optionEntries(options)],
    [commands, options, liveState.value],
  );

  const close = () => onClose();
  const change = (next: string) => {
    setText(next);
    setChosen(0);
    setResult(null);
  };
  const choose = (entry: Entry) => {
    if (entry.disabled) {
      setResult({ text: entry.disabled, error: true });
      return;
    }
    used(entry);
    const next = entry.kind === "command" ? entry.run() : undefined;
    if (typeof next === "string") {
      change(next);
      input.current?.focus();
      return;
    }
    close();
    // After the dialog has given the focus back, so that the action finds the page as it was.
    if (entry.kind !== "command") setTimeout(() => entry.run(), 0);
  };
  const fill = (candidate: string) => {
    const kept = (line ?? "").slice(0, candidates.from);
    change(`:${kept}${candidate}${/[.=/]$/.test(candidate) ? "" : " "}`);
    input.current?.focus();
  };
  const call = async () => {
    if (line === null || !line.trim()) return;
    try {
      const answer = await callLine(line.trim(), (await loading.current) ?? commands); // a line may be entered before the list is there
      if (answer !== null) setResult({ text: answer || "Done.", error: false });
    } catch (e) {
      setResult({ text: e instanceof Error ? e.message : String(e), error: true });
    }
  };
  const flow = flowEntry(text);
  const items: Item[] =
    line !== null
      ? candidates.candidates.slice(0, MOST_SHOWN).map(candidate => ({
          id: candidate,
          label: candidate,
          at: [],
          help: commands.find(command => command.name === candidate)?.help ?? "",
          keys: [],
          kind: "",
          disabled: null,
          choose: () => fill(candidate),
        }))
      : [
          ...(flow ? [{ item: flow, at: [] }] : []),
          ...rank(text.replace(/^#/, ""), [...fixed, ...hosts], entry => entry.label, recency),
        ]
          .slice(0, MOST_SHOWN)
          .map(({ item, at }) => ({ ...item, at, choose: () => choose(item) }));
  const at = Math.min(chosen, items.length - 1);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [at, items.length]);
  const key = (event: KeyboardEvent) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 10, PageUp: at - 10 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      setChosen(Math.abs(to - at) === 1 ? (to + items.length) % Math.max(1, items.length) : Math.max(0, Math.min(items.length - 1, to)));
    } else if (event.key === "Tab" && line !== null && items[at]) {
      event.preventDefault();
      items[at].choose();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (line !== null) void call();
      else items[at]?.choose();
    }
    event.stopPropagation();
  };
  return (
    <Dialog title={line === null ? "Commands" : "Command line"} onClose={onClose} class="palette">
      <input
        ref={input}
        class="palette-input"
        role="combobox"
        aria-label="Search commands, options, pages and hosts; a colon begins a command line, # a flow's number"
        aria-expanded={items.length > 0}
        aria-controls="palette-list"
        aria-autocomplete="list"
        aria-activedescendant={items[at] ? `palette-${at}` : undefined}
        autocomplete="off"
        spellcheck={false}
        placeholder="Search, or : for a command line, # for a flow"
        value={text}
        onInput={event => change(event.currentTarget.value)}
        onKeyDown={key}
      />
      {line !== null && <p class="palette-hint">{hint(line, line.length, commands) || "Tab completes, Enter calls."}</p>}
      {result && (
        <pre class={`palette-result ${result.error ? "error" : ""}`} role={result.error ? "alert" : "status"} tabIndex={0}>
          {result.text}
        </pre>
      )}
      <ul ref={list} id="palette-list" role="listbox" aria-label="Choices" class="palette-list" hidden={items.length === 0}>
        {items.map((item, index) => (
          <li
            key={`${item.kind} ${item.id}`}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === at}
            aria-disabled={item.disabled ? "true" : undefined}
            title={item.disabled ?? undefined}
            onPointerDown={event => event.preventDefault()}
            onClick={item.choose}
          >
            <span class="palette-label">
              <Marked text={item.label} at={item.at} />
            </span>
            <span class="palette-help">{item.disabled ?? item.help}</span>
            {item.kind && <span class="palette-kind">{item.kind}</span>}
            {item.keys.map(each => (
              <kbd key={each}>{keyLabel(each)}</kbd>
            ))}
          </li>
        ))}
      </ul>
      {items.length === 0 && line === null && <p class="empty">Nothing matches.</p>}
    </Dialog>
  );
}

function Marked({ text, at }: { text: string; at: number[] }) {
  const marked = new Set(at);
  return <>{at.length ? [...text].map((char, index) => (marked.has(index) ? <mark key={index}>{char}</mark> : char)) : text}</>;
}
