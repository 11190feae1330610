// A text that is here as a whole: virtual lines with numbers, folding by indentation, wrapping, find.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useKeyed } from "../ui/keyed";
import { colourLine, type Span } from "./colour";
import { Lines, rowsOf } from "./lines";
import { firstAfter } from "./matches";
import { RankModel } from "./scroll";
import { ScrollPane, Scroller } from "./scrollpane";
import { Spans } from "./spans";

export const ROW = 20;

/** Lines longer than this are not wrapped: each would be screens of one line. */
const MOST_WRAPPED = 10_000;

interface Props {
  text: string;
  /** Colours as the server worked them out, one list a line; else they are worked out by the syntax. */
  spans?: readonly (readonly Span[])[] | undefined;
  syntax: string;
  label: string;
  wrap: boolean;
  /** Matches of find: begin and end in turn. */
  found?: readonly number[];
  chosen?: number;
}

const NONE: readonly number[] = [];

export function TextView({ text, spans, syntax, label, wrap, found = NONE, chosen = -1 }: Props) {
  const lines = useMemo(() => new Lines(text), [text]);
  const scroller = useMemo(() => new Scroller(new RankModel(ROW), ROW), [lines]);
  const [folded, setFolded] = useKeyed<ReadonlySet<number>>(lines, new Set());
  const [columns, setColumns] = useState(120);
  const current = useRef(0);
  const box = useRef<HTMLDivElement>(null);
  const digits = String(lines.count).length;
  const wraps = wrap && lines.longest <= MOST_WRAPPED;
  const rows = useMemo(() => rowsOf(lines, folded, wraps ? columns : undefined), [lines, folded, wraps, columns]);
  scroller.model.count = rows.count;

  useEffect(() => {
    const offset = found[2 * chosen];
    if (offset === undefined) return;
    const line = lines.lineAt(offset);
    const hidden = [...folded].filter(fold => fold < line && line < lines.afterFold(fold));
    if (hidden.length > 0) setFolded(new Set([...folded].filter(fold => !hidden.includes(fold))));
    const row = rows.rowOf(line) + (wraps ? Math.floor((offset - lines.start(line)) / columns) : 0);
    const { top, fits } = scroller.model;
    if (row < top || row >= top + fits - 1) scroller.model.centre(row);
    scroller.jump();
  }, [chosen, found, rows]);

  function measured(): void {
    const width = box.current?.clientWidth ?? 0;
    if (width > 0) setColumns(Math.max(20, Math.floor((width - 24) / charWidth()) - digits - 4));
  }

  function toggle(line: number): void {
    const next = new Set(folded);
    if (!next.delete(line) && lines.foldable(line)) next.add(line);
    setFolded(next);
  }

  function key(event: KeyboardEvent): boolean {
    // the line that is folded is the first in view that can be
    if (event.key !== "-" && event.key !== "+") return false;
    if (event.key === "+") setFolded(new Set());
    else {
      let line = rows.row(Math.floor(scroller.model.top)).line;
      while (line < lines.count && !lines.foldable(line)) line++;
      if (line < lines.count) toggle(line);
    }
    return true;
  }

  function draw(fits: number) {
    const first = Math.floor(scroller.model.top);
    const last = Math.min(rows.count, first + Math.ceil(fits) + 1);
    current.current = first;
    const drawn = [];
    for (let index = first; index < last; index++) {
      const { line, from, to } = rows.row(index);
      const whole = spans?.[line] ?? colourLine(syntax, lines.line(line));
      const start = lines.start(line);
      const foldable = from === 0 && lines.foldable(line);
      const isFolded = folded.has(line);
      drawn.push(
        <div key={index} class="line" style={{ height: `${ROW}px` }}>
          <span class="line-number" style={{ width: `${digits + 1}ch` }} aria-hidden="true">{from === 0 ? line + 1 : ""}</span>
          {foldable
            ? <button type="button" class="fold" tabIndex={-1} aria-expanded={!isFolded} aria-label={`Fold line ${line + 1}`} onClick={() => toggle(line)}>{isFolded ? "▸" : "▾"}</button>
            : <span class="fold" />}
          <span class="line-text"><Spans spans={whole} from={from} to={to} lit={litIn(found, chosen, start, start + lines.length(line))} />
            {isFolded && <span class="s-note"> … {lines.afterFold(line) - line - 1} lines</span>}</span>
        </div>,
      );
    }
    return drawn;
  }

  return (
    <div ref={box} class="viewer-box">
      <ScrollPane scroller={scroller} label={label} rows={draw} onMoved={measured} onKey={key} class="code" />
    </div>
  );
}

/** The matches in a part of the text, from its begin on. */
export function litIn(found: readonly number[], chosen: number, start: number, end: number) {
  const lit = [];
  for (let match = firstAfter(found, start); match < found.length / 2 && found[2 * match]! < end; match++) {
    lit.push({ from: found[2 * match]! - start, to: found[2 * match + 1]! - start, chosen: match === chosen });
  }
  return lit;
}

let width = 0;

/** The width of a character in the font of code, in pixels. */
export function charWidth(): number {
  if (width > 0) return width;
  const probe = document.createElement("span");
  probe.className = "code probe";
  probe.textContent = "0".repeat(100);
  document.body.append(probe);
  width = probe.getBoundingClientRect().width / 100 || 8;
  probe.remove();
  return width;
}
