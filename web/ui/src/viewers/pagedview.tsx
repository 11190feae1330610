// A text of any size: pages by Range, the scrollbar is the offset of a byte.
import { useEffect, useMemo, useRef } from "preact/hooks";
import { type ByteRow, ByteLines } from "./bytelines";
import type { BodyPlace } from "./bodysource";
import { colourLine } from "./colour";
import type { ByteSource } from "./source";
import { ScrollPane, Scroller } from "./scrollpane";
import { Failure } from "./failure";
import { Spans } from "./spans";
import { charWidth, ROW } from "./textview";
import { useSource } from "./usesource";

interface Props {
  place: BodyPlace;
  decoded: boolean;
  size: number;
  exact: boolean;
  /** Counts up when the body may have grown. */
  revision: number;
  charset: string;
  syntax: string;
  label: string;
  /** A range of bytes to show and light. */
  at?: { from: number; to: number } | undefined;
  onMoved?: (offset: number) => void;
}

const WIDEST = 512;

export function PagedView({ place, decoded, size, exact, revision, charset, syntax, label, at, onMoved }: Props) {
  const scroller = useRef<Scroller<ByteLines> | null>(null);
  const { source, error, retry } = useSource(place, decoded, size, exact, revision, () => {
    scroller.current?.model.settle();
    scroller.current?.jump();
  });
  scroller.current = useMemo(() => new Scroller(new ByteLines(source, 128, ROW), ROW), [source]);
  const box = useRef<HTMLDivElement>(null);
  const { model } = scroller.current;
  const decoder = useMemo(() => decoderOf(charset), [charset]);
  const digits = String(Math.max(size, source.size)).length;

  function moved(): void {
    const width = box.current?.clientWidth ?? 0;
    if (width > 0) model.width = Math.max(40, Math.min(WIDEST, Math.floor((width - 24) / charWidth()) - digits - 2));
    want(source, model);
    onMoved?.(model.top);
  }

  useEffect(() => {
    if (at === undefined) return;
    model.show(at.from);
    // some rows above the match give it context; they are there once its page is
    if (source.page(Math.floor(at.from / 65536))) model.by(-3);
    scroller.current?.jump();
    want(source, model);
  }, [at?.from, at?.to, source]);

  function draw(fits: number) {
    const rows = model.rows(Math.ceil(fits) + 1);
    if (rows.length === 0) return <div class="line placeholder" aria-busy="true">{source.size === 0 && source.sizeIsExact ? "(empty)" : "…"}</div>;
    return rows.map(row => (
      <div key={row.from} class="line" style={{ height: `${ROW}px` }}>
        <span class="line-number" style={{ width: `${digits + 1}ch` }} aria-hidden="true">{row.from}</span>
        <span class="line-text"><RowText row={row} source={source} decoder={decoder} syntax={syntax} at={at} /></span>
      </div>
    ));
  }

  return (
    <div ref={box} class="viewer-box">
      {error !== null && <Failure error={error} retry={retry} />}
      <ScrollPane scroller={scroller.current} label={label} rows={draw} onMoved={moved} class="code" />
    </div>
  );
}

function want(source: ByteSource, model: ByteLines): void {
  const { from, to } = model.needed();
  source.want(from, to);
}

function RowText({ row, source, decoder, syntax, at }: { row: ByteRow; source: ByteSource; decoder: TextDecoder; syntax: string; at: Props["at"] }) {
  const bytes = source.slice(row.from, row.to - (row.ended ? 1 : 0)) ?? new Uint8Array(0);
  const text = decoder.decode(bytes[bytes.length - 1] === 0x0d && row.ended ? bytes.subarray(0, -1) : bytes);
  let lit: { from: number; to: number; chosen: boolean }[] = [];
  if (at !== undefined && at.from < row.to && at.to > row.from) {
    const before = (offset: number): number => decoder.decode(bytes.subarray(0, Math.max(0, Math.min(bytes.length, offset - row.from)))).length;
    lit = [{ from: before(at.from), to: before(at.to), chosen: true }];
  }
  return <Spans spans={colourLine(syntax === "json" ? syntax : "text", text)} lit={lit} />;
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset || "utf-8", { ignoreBOM: true });
  } catch {
    return new TextDecoder("utf-8", { ignoreBOM: true });
  }
}
