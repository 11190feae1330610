// The rows on the screen: a pool of elements that is written by hand. A cell is written only if its text differs.
import { num, raw, type Cells } from "./row";
import type { ListColumn, TimeRange } from "./columns";
import { rangeOf } from "./phases";

interface Cell {
  element: HTMLElement;
  text: string;
  tint: string;
  title: string;
}

interface Row {
  element: HTMLElement;
  cells: Cell[];
  /** What the element shows, to write only differences. */
  rank: number;
  y: number;
  look: string;
  loaded: Cells | null | undefined;
  /** What its drawn cells show. */
  painted?: { cells: Cells | null | undefined; range: string };
}

/** What the pool asks of the list for each row. */
export interface Source {
  cells: (rank: number) => Cells | null;
  isSelected: (rank: number) => boolean;
  focusRank: number;
  rowHeight: number;
}

export class Pool {
  private rows: Row[] = [];
  private columns: readonly ListColumn[] = [];

  constructor(private readonly parent: HTMLElement) {}

  /** Begins anew with other columns. */
  setColumns(columns: readonly ListColumn[]): void {
    this.columns = columns;
    for (const row of this.rows) row.element.remove();
    this.rows = [];
  }

  /** Draws the ranks from one to another, and the focused row if it is elsewhere, since it must exist to be announced. */
  draw(top: number, from: number, to: number, source: Source): void {
    const ranks: number[] = [];
    for (let rank = from; rank < to; rank++) ranks.push(rank);
    if (source.focusRank >= 0 && (source.focusRank < from || source.focusRank >= to)) ranks.push(source.focusRank);
    const free = new Map(this.rows.map(row => [row.rank, row]));
    const rows: Row[] = [];
    const missing: number[] = [];
    for (const rank of ranks) {
      const kept = free.get(rank);
      if (kept) {
        free.delete(rank);
        rows.push(kept);
      } else missing.push(rank);
    }
    const spare = [...free.values()];
    for (const rank of missing) {
      const row = spare.pop() ?? this.create();
      row.rank = rank;
      rows.push(row);
    }
    for (const row of spare) row.element.remove();
    this.rows = rows;
    for (const row of rows) this.write(row, top, source);
    if (this.columns.some(column => column.draw)) this.paint(rows.filter(row => row.rank >= from && row.rank < to));
  }

  /** Draws the cells that are no texts, which depend on the other rows in sight. */
  private paint(rows: readonly Row[]): void {
    const range: TimeRange = rangeOf(rows.flatMap(row => (row.loaded ? [row.loaded] : [])));
    const key = `${range.from} ${range.to}`;
    for (const row of rows) {
      if (row.painted?.cells === row.loaded && row.painted?.range === key) continue;
      row.painted = { cells: row.loaded, range: key };
      this.columns.forEach((column, at) => {
        const element = row.cells[at]?.element;
        if (!column.draw || !element) return;
        if (row.loaded) column.draw(element, row.loaded, range);
        else element.replaceChildren();
      });
    }
  }

  /** The element of a rank; null if it is not drawn. */
  elementOf(rank: number): HTMLElement | null {
    return this.rows.find(row => row.rank === rank)?.element ?? null;
  }

  private create(): Row {
    const element = document.createElement("div");
    element.className = "row";
    element.setAttribute("role", "row");
    const cells = this.columns.map((column, at) => {
      const cell = document.createElement("div");
      cell.className = `cell${column.numeric ? " numeric" : ""} c-${column.id.replace(/:.*/, "")}`;
      cell.setAttribute("role", "gridcell");
      cell.setAttribute("aria-colindex", String(at + 1));
      element.append(cell);
      return { element: cell, text: "", tint: "", title: "" };
    });
    this.parent.append(element);
    return { element, cells, rank: -1, y: NaN, look: "", loaded: undefined };
  }

  private write(row: Row, top: number, source: Source): void {
    const { element } = row;
    const y = Math.round((row.rank - top) * source.rowHeight);
    if (y !== row.y) {
      row.y = y;
      element.style.transform = `translateY(${y}px)`;
    }
    const cells = source.cells(row.rank);
    this.look(row, cells, source);
    if (row.loaded === cells) return;
    row.loaded = cells;
    this.columns.forEach((column, at) => {
      const cell = row.cells[at];
      if (cell) writeCell(cell, column, cells);
    });
  }

  private look(row: Row, cells: Cells | null, source: Source): void {
    const selected = source.isSelected(row.rank);
    const highlights = cells ? highlightOf(cells) : 0;
    const mark = cells ? markOf(cells) : "";
    const look = `${row.rank} ${selected} ${row.rank === source.focusRank} ${cells === null} ${mark} ${highlights}`;
    if (look === row.look) return;
    row.look = look;
    row.element.id = `row-${row.rank}`;
    row.element.setAttribute("aria-rowindex", String(row.rank + 2));
    row.element.setAttribute("aria-selected", String(selected));
    row.element.className = `row${row.rank % 2 ? " odd" : ""}${selected ? " selected" : ""}${row.rank === source.focusRank ? " focused" : ""}`
      + `${cells ? "" : " waiting"}${highlights ? ` hl${highlights}` : ""}${mark}`;
  }
}

/** The first highlight that applies, from 1; 0 if there is none. */
function highlightOf(cells: Cells): number {
  const bits = num(cells, "highlights");
  return bits ? 32 - Math.clz32(bits & -bits) : 0;
}

/** A class for the marks that have a colour. */
function markOf(cells: Cells): string {
  const mark = raw(cells, "mark");
  return mark ? (/^(red|orange|yellow|green|blue|purple)$/.test(mark) ? ` marked m-${mark}` : " marked") : "";
}

function writeCell(cell: Cell, column: ListColumn, cells: Cells | null): void {
  const text = cells ? column.text(cells) : "";
  const tint = cells ? column.tint?.(cells) ?? "" : "";
  const title = cells ? column.title?.(cells) ?? "" : "";
  if (text !== cell.text) {
    cell.element.textContent = text;
    cell.text = text;
  }
  if (tint !== cell.tint) {
    cell.element.className = `cell${column.numeric ? " numeric" : ""} c-${column.id.replace(/:.*/, "")} ${tint}`;
    cell.tint = tint;
  }
  if (title !== cell.title) {
    cell.element.title = title;
    cell.title = title;
    if (title) cell.element.setAttribute("aria-label", title);
    else cell.element.removeAttribute("aria-label");
  }
}
