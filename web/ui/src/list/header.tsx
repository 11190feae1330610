// The header of the list: sorts, resizes and moves columns, by pointer or by keys.
import { signal } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import { text } from "../strings";
import { Dialog } from "../ui/dialog";
import { openMenu, type MenuItem } from "../ui/menu";
import { choices, chosen, headerId, moveColumn, resetColumns, resize, toggleColumn, widthOf, type ListColumn } from "./columns";
import { order, reversed, sortBy } from "./view";

export const HEADER_HEIGHT = 27;
const KEY_STEP = 16;

/** Whether the name of a header field is asked for. */
const naming = signal(false);

export function Header({ columns }: { columns: readonly ListColumn[] }) {
  const row = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);

  function key(event: KeyboardEvent, column: ListColumn, at: number): void {
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    const done = step === 0 ? other(event, column) : true;
    if (step && event.shiftKey) resize(column, (widthOf(column) || 300) + step * KEY_STEP);
    else if (step && event.altKey) moveColumn(column.id, step);
    else if (step) focus(at + step);
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  function focus(at: number): void {
    const to = Math.max(0, Math.min(columns.length - 1, at));
    setCurrent(to);
    row.current?.querySelectorAll<HTMLElement>("[role=columnheader]")[to]?.focus();
  }

  return (
    <div class="list-head" role="rowgroup">
      <div ref={row} class="head-row" role="row" aria-rowindex={1}>
        {columns.map((column, at) => (
          <div key={column.id} role="columnheader" class={`head ${column.numeric ? "numeric" : ""}`} aria-colindex={at + 1}
            tabIndex={at === Math.min(current, columns.length - 1) ? 0 : -1} title={column.order ? text.columns.sort(column.label) : column.label}
            aria-sort={isSorted(column) ? (reversed.value ? "descending" : "ascending") : undefined}
            onClick={() => column.order && sortBy(column.order)} onKeyDown={event => key(event, column, at)}
            onContextMenu={event => {
              event.preventDefault();
              event.stopPropagation();
              columnMenu(column, event.clientX, event.clientY);
            }}>
            <span class={column.width && column.width < 40 ? "sr" : ""}>{column.label}</span>
            {isSorted(column) && <span class="arrow" aria-hidden="true">{reversed.value ? "▼" : "▲"}</span>}
            <span class="grip" aria-hidden="true" onPointerDown={event => drag(event, column)} onClick={event => event.stopPropagation()} />
          </div>
        ))}
      </div>
    </div>
  );
}

/** The order of time belongs to the number; other columns show it as theirs only if it was chosen by them. */
function isSorted(column: ListColumn): boolean {
  return column.order === order.value && column.id !== "started";
}

function other(event: KeyboardEvent, column: ListColumn): boolean {
  if (event.key === "Enter" || event.key === " ") {
    if (column.order) sortBy(column.order);
    return true;
  }
  if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    columnMenu(column, box.left, box.bottom);
    return true;
  }
  if (event.key === "ArrowDown") {
    document.getElementById("list")?.focus();
    return true;
  }
  return false;
}

function drag(event: PointerEvent, column: ListColumn): void {
  const grip = event.currentTarget as HTMLElement;
  const head = grip.parentElement;
  if (!head || event.button !== 0) return;
  event.preventDefault();
  event.stopPropagation();
  const begin = head.getBoundingClientRect().width;
  grip.setPointerCapture(event.pointerId);
  grip.onpointermove = move => resize(column, begin + move.clientX - event.clientX);
  grip.onpointerup = grip.onpointercancel = () => void (grip.onpointermove = null);
}

export function columnMenu(column: ListColumn | null, x: number, y: number): void {
  const items: MenuItem[] = [];
  if (column) {
    if (column.order) items.push({ label: text.columns.sort(column.label), run: () => sortBy(column.order ?? "time") });
    items.push(
      { label: text.columns.wider, keys: "Shift →", run: () => resize(column, (widthOf(column) || 300) * 1.25) },
      { label: text.columns.narrower, keys: "Shift ←", run: () => resize(column, (widthOf(column) || 300) / 1.25) },
      { label: text.columns.left, keys: "Alt ←", run: () => moveColumn(column.id, -1) },
      { label: text.columns.right, keys: "Alt →", run: () => moveColumn(column.id, 1) },
    );
  }
  choices.value.forEach((each, at) => items.push({
    label: each.label, checked: chosen.value.includes(each.id), begins: at === 0 && items.length > 0, run: () => toggleColumn(each.id),
  }));
  items.push({ label: text.columns.header, run: () => void (naming.value = true) });
  items.push({ label: text.columns.reset, begins: true, run: resetColumns });
  openMenu(text.columns.menu, x, y, items);
}

/** Asks for the name of a header field, to show it as a column. */
export function HeaderField() {
  if (!naming.value) return null;
  const close = () => void (naming.value = false);
  return (
    <Dialog title={text.columns.header} onClose={close}>
      <form onSubmit={event => {
        event.preventDefault();
        const id = headerId(String(new FormData(event.currentTarget).get("name")));
        if (!id) return;
        if (!chosen.value.includes(id)) toggleColumn(id);
        close();
      }}>
        <label>{text.columns.headerName} <input name="name" autofocus autocomplete="off" spellcheck={false} required pattern={"\\s*[!#$%&'*+.^_`\\|~0-9A-Za-z\\-]+\\s*"} /></label>
        <div class="buttons"><button type="submit" class="primary">{text.columns.add}</button></div>
      </form>
    </Dialog>
  );
}
