// The filter box: a combobox with coloured text, the error at its place, the progress of the search.
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { addActions } from "../keys";
import { text } from "../strings";
import { cancelSearch, search } from "../list/view";
import { apply, closeCompletion, complete, completion, flush, showHistory, type, typed } from "./state";
import { FilterStatus } from "./filterstatus";
import { FilterTools } from "./filtertools";
import { Overlay } from "./overlay";

const LIST = "filter-list";

export function FilterBox() {
  const input = useRef<HTMLInputElement>(null);
  const chosen = useSignal(-1);
  const items = completion.value.text === typed.value ? completion.value.items : [];
  const { problem } = search.value;
  const caret = useRef<number | null>(null);

  useLayoutEffect(() => addActions({
    id: "filter", keys: ["/", "Ctrl+f"], label: text.actions.filter, scope: "page",
    run: () => {
      input.current?.focus();
      input.current?.select();
    },
  }), []);

  useLayoutEffect(() => {
    if (caret.current === null) return;
    input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [typed.value]);

  useLayoutEffect(() => {
    if (chosen.value >= 0) document.getElementById(`${LIST}-${chosen.value}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen.value]);

  function edited(): void {
    const element = input.current;
    if (!element) return;
    type(element.value);
    chosen.value = -1;
    if (element.value) void complete(element.value, element.selectionStart ?? element.value.length);
    else closeCompletion();
  }

  /** What was typed is in force before a key of the list is about what it shows. */
  function left(): void {
    flush();
    setTimeout(() => document.activeElement !== input.current && closeCompletion(), 150);
  }

  function accept(at: number): void {
    const item = items[at];
    if (!item) return;
    const { from, to } = completion.value;
    if (item.kind === "history") {
      typed.value = item.text;
      closeCompletion();
      apply("push");
      return;
    }
    const rest = typed.value.slice(to);
    const inserted = /[("'\s]$/.test(item.text) || /^\s/.test(rest) ? item.text : `${item.text} `;
    caret.current = from + inserted.length;
    chosen.value = -1;
    type(typed.value.slice(0, from) + inserted + rest);
    void complete(typed.value, caret.current);
    input.current?.focus();
  }

  function key(event: KeyboardEvent): void {
    const open = items.length > 0;
    const handled = (() => {
      switch (event.key) {
        case "ArrowDown":
          if (open) chosen.value = (chosen.value + 1) % items.length;
          else void complete(typed.value, input.current?.selectionStart ?? 0);
          return true;
        case "ArrowUp":
          if (open) chosen.value = chosen.value <= 0 ? items.length - 1 : chosen.value - 1;
          else if (!typed.value) showHistory();
          else return false;
          return true;
        case "Enter":
          if (open && chosen.value >= 0) accept(chosen.value);
          else {
            closeCompletion();
            apply("push");
          }
          return true;
        case "Tab":
          if (!open || chosen.value < 0 || event.shiftKey) return false;
          accept(chosen.value);
          return true;
        case "Escape":
          if (open) closeCompletion();
          else if (search.value.searching) cancelSearch();
          else document.getElementById("list")?.focus();
          return true;
        default:
          return false;
      }
    })();
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div class="filter" role="search" data-pane>
      <div class={`filter-box ${problem ? "invalid" : ""}`}>
        <Overlay input={input} />
        <input ref={input} class="filter-input" role="combobox" aria-label={text.filter.label} aria-expanded={items.length > 0}
          aria-controls={LIST} aria-autocomplete="list" aria-activedescendant={chosen.value >= 0 ? `${LIST}-${chosen.value}` : undefined}
          aria-invalid={problem ? true : undefined} aria-describedby="filter-sentence" placeholder={text.filter.placeholder}
          autocomplete="off" autocapitalize="off" spellcheck={false} value={typed.value} onInput={edited} onKeyDown={key}
          onBlur={left} />
        <FilterStatus />
        <FilterTools />
        <Progress />
      </div>
      <ul id={LIST} class="filter-list" role="listbox" aria-label={text.filter.candidates} hidden={items.length === 0}>
        {items.map((item, at) => (
          <li key={item.text} id={`${LIST}-${at}`} role="option" aria-selected={at === chosen.value}
            onPointerDown={event => event.preventDefault()} onClick={() => accept(at)}>
            <span class="mono">{item.label ?? item.text}</span>
            <span class="help">{item.help}</span>
            {item.count !== undefined && <span class="n">{item.count}</span>}
          </li>
        ))}
      </ul>
      <p id="filter-sentence" class="filter-sentence" role="status" hidden={!problem}>{problem?.detail}</p>
    </div>
  );
}

function Progress() {
  const { searching, searched, of } = search.value;
  if (!searching) return null;
  const share = of ? Math.min(1, searched / of) : 0;
  return <div class="filter-progress" role="progressbar" aria-label={text.filter.progress} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)} style={{ "--done": share }} />;
}
