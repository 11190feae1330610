// A table of some hundred rows that sorts by its headers. Lists of many rows have a scroller instead.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

export interface Column<R> {
  id: string;
  label: string;
  cell: (row: R) => ComponentChildren;
  /** What the column sorts by; without it, it does not. */
  by?: (row: R) => number | string;
  numeric?: boolean;
}

interface Props<R> {
  label: string;
  columns: Column<R>[];
  rows: readonly R[];
  rowKey: (row: R) => string | number;
  /** Column and direction at first; without it, rows stay in their order. */
  sort?: { id: string; down?: boolean };
  onOpen?: (row: R) => void;
  empty?: string;
}

export function Table<R>({ label, columns, rows, rowKey, sort, onOpen, empty }: Props<R>) {
  const [by, setBy] = useState(sort);
  const column = columns.find(each => each.id === by?.id);
  const value = column?.by;
  const shown = value ? [...rows].sort((a, b) => compare(value(a), value(b)) * (by?.down ? -1 : 1)) : rows;
  const turn = (id: string, numeric: boolean) => setBy(now => (now?.id === id ? { id, down: !now.down } : { id, down: numeric }));
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={label}>
      <table class="table" aria-label={label}>
        <thead>
          <tr>
            {columns.map(each => (
              <th key={each.id} scope="col" class={each.numeric ? "numeric" : ""} aria-sort={each.id === by?.id ? (by.down ? "descending" : "ascending") : undefined}>
                {each.by ? <button type="button" onClick={() => turn(each.id, !!each.numeric)}>{each.label}</button> : each.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(row => (
            <tr key={rowKey(row)} class={onOpen ? "opens" : ""} onDblClick={onOpen && (() => onOpen(row))}>
              {columns.map(each => <td key={each.id} class={each.numeric ? "numeric" : ""}>{each.cell(row)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && empty && <p class="empty">{empty}</p>}
    </div>
  );
}

function compare(a: number | string, b: number | string): number {
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
}
