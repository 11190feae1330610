// Bytes in rows of sixteen; what is selected is told as numbers.
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { BodyPlace } from "./bodysource";
import { Failure } from "./failure";
import { useLatest } from "./latest";
import { asciiOf, hexByte, hexOf, readings } from "./numbers";
import { RankModel } from "./scroll";
import { ScrollPane, Scroller } from "./scrollpane";
import { movedBy, rangeOf, type Selection } from "./selection";
import { ROW } from "./textview";
import { useSource } from "./usesource";

const WIDTH = 16;

/** Browsers limit how often a page changes its address, so it follows a selection that rests. */
const TELL_MS = 300;

const keyOf = (range: { from: number; to: number }): string => `${range.from}-${range.to}`;

interface Props {
  place: BodyPlace;
  decoded: boolean;
  size: number;
  exact: boolean;
  /** Counts up when the body may have grown. */
  revision: number;
  label: string;
  at?: { from: number; to: number } | undefined;
  onSelect?: (range: { from: number; to: number }) => void;
}

export function HexView({ place, decoded, size, exact, revision, label, at, onSelect }: Props) {
  const scroller = useMemo(() => new Scroller(new RankModel(ROW), ROW), [place.flow, place.part, place.seq]);
  const { source, error, retry } = useSource(place, decoded, size, exact, revision, made => {
    scroller.model.count = Math.ceil(made.size / WIDTH);
    scroller.refresh();
  });
  const { model } = scroller;
  model.count = Math.ceil(source.size / WIDTH);
  const selection = useLatest<Selection>({ anchor: 0, focus: 0 });
  const dragging = useRef(false);
  const telling = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const told = useRef("");
  useEffect(() => () => clearTimeout(telling.current), []);
  const { from, to } = rangeOf(selection.value);

  function want(): void {
    source.want(Math.floor(model.top) * WIDTH, Math.ceil(model.top + 2 * model.fits) * WIDTH);
  }

  function select(next: Selection): void {
    selection.value = next;
    clearTimeout(telling.current);
    telling.current = setTimeout(() => {
      const range = rangeOf(selection.value);
      told.current = keyOf(range);
      onSelect?.(range);
    }, TELL_MS);
  }

  useEffect(() => {
    if (at === undefined) return;
    if (keyOf(at) === told.current) return; // the address followed the selection
    told.current = "";
    selection.value = { anchor: at.from, focus: Math.max(at.from, at.to - 1) };
    model.centre(Math.floor(at.from / WIDTH));
    scroller.jump();
    want();
  }, [at?.from, at?.to, source]);

  function key(event: KeyboardEvent, fits: number): boolean {
    const next = movedBy(selection.value, event.key, event.shiftKey, source.size, Math.max(1, Math.floor(fits) - 1));
    if (next === undefined) return false;
    select(next);
    model.reveal(Math.floor(next.focus / WIDTH));
    scroller.jump();
    want();
    return true;
  }

  function point(event: PointerEvent): void {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-at]") : null;
    if (!cell) return;
    const offset = Number(cell.dataset["at"]);
    if (event.type === "pointerdown") {
      dragging.current = true;
      select({ anchor: event.shiftKey ? selection.value.anchor : offset, focus: offset });
    } else if (dragging.current && event.buttons & 1) select({ anchor: selection.value.anchor, focus: offset });
    else dragging.current = false;
  }

  const digits = Math.max(8, source.size.toString(16).length);

  function draw(fits: number) {
    const rows = [];
    const first = Math.floor(model.top);
    for (let row = first; row < Math.min(model.count, first + Math.ceil(fits) + 1); row++) {
      const start = row * WIDTH;
      const bytes = source.slice(start, start + WIDTH);
      rows.push(
        <div key={row} class="line hex-line" style={{ height: `${ROW}px` }}>
          <span class="line-number" aria-hidden="true">{start.toString(16).padStart(digits, "0")}</span>
          <span class="hex-bytes">{bytes ? cells(bytes, start, hexByte) : <span class="s-note">…</span>}</span>
          <span class="hex-text">{bytes && cells(bytes, start, asciiOf)}</span>
        </div>,
      );
    }
    return rows;
  }

  function cells(bytes: Uint8Array, start: number, show: (byte: number) => string) {
    return Array.from(bytes, (byte, index) => {
      const offset = start + index;
      return <span key={index} data-at={offset} class={offset >= from && offset < to ? "byte chosen" : "byte"}>{show(byte)}</span>;
    });
  }

  const chosen = source.slice(from, Math.min(to, from + 4096));
  return (
    <div class="viewer-box hex">
      {error !== null && <Failure error={error} retry={retry} />}
      <div class="viewer-box" onPointerDown={point} onPointerMove={point}>
        <ScrollPane scroller={scroller} label={`${label}: arrows move, with Shift they select`} rows={draw} onMoved={want} onKey={key} class="code" />
      </div>
      <Inspector from={from} to={to} bytes={chosen} following={source.slice(from, from + 8)} />
    </div>
  );
}

/** The readings of the selection: of one byte alone also those that go on behind it. */
function Inspector({ from, to, bytes, following }: { from: number; to: number; bytes: Uint8Array | undefined; following: Uint8Array | undefined }) {
  const single = to - from === 1;
  const read = single ? following : bytes;
  return (
    <div class="hex-inspector" role="status" aria-label="Selected bytes as numbers">
      <span><b>{from.toLocaleString("en")}</b> (0x{from.toString(16)}), {to - from} {single ? "byte" : "bytes"}</span>
      {read && readings(read).map(({ name, little, big }) => (
        <span key={name}><span class="s-comment">{name}</span> {little === big ? little : `${little} LE · ${big} BE`}</span>
      ))}
      {bytes && !single && <button type="button" onClick={() => void navigator.clipboard.writeText(hexOf(bytes, ""))}>Copy hex</button>}
    </div>
  );
}
