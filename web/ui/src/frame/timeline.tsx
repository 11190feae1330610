/**
 * Requests over time above the list, 56 pixels high. A drag brushes a range, a click one bucket, Shift and a click up to
 * there; by keyboard, the two ends and the whole range are sliders. The range is part of the filter.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { SERIES, themeColor } from "../charts/palette";
import { useTheme } from "../charts/useTheme";
import { prepareCanvas, useWidth } from "../charts/useSize";
import { clock, count, plural } from "../format";
import { filter, setFilter } from "../list/state";
import { mostOf, segments, total } from "../stats/stack";
import type { Timeline as Buckets } from "../stats/shapes";
import { timelineShown } from "../list/flows";
import { dragged, moved, step, toBrush, toRange, type Brush, type Handle } from "../timeline/brush";
import { timeline, timelineError, useTimeline } from "../timeline/load";
import { rangeOf, withRange } from "../timeline/range";
import { text } from "../strings";
import { Icon } from "../ui/icon";

const HEIGHT = 56;

export default function Timeline() {
  useTimeline();
  const data = timeline.value;
  const range = rangeOf(filter.value);
  const buckets = data?.buckets.length ?? 0;
  const kept = data && range ? toBrush(range, data.from, data.step, buckets) : null;
  const set = (brush: Brush | null) => {
    if (data) setFilter(withRange(filter.value, brush && toRange(brush, data.from, data.step)));
  };
  return (
    <section class="timeline" aria-label="Timeline">
      {data && buckets > 0 ? (
        <Track data={data} brush={kept} set={set} />
      ) : (
        <p class="timeline-empty">{timelineError.value || (data ? (filter.value ? text.list.nothing : "No flows yet.") : "")}</p>
      )}
      <div class="timeline-tools">
        <button type="button" class="quiet" aria-label="Fold the timeline" title="Fold the timeline (t)" onClick={() => void (timelineShown.value = false)}>
          <Icon name="x" />
        </button>
        {range && (
          <button type="button" class="quiet" aria-label="Show the whole time" title="Show the whole time" onClick={() => set(null)}>
            <Icon name="undo-2" />
          </button>
        )}
      </div>
    </section>
  );
}

interface TrackProps {
  data: Buckets;
  brush: Brush | null;
  set(brush: Brush | null): void;
}

function Track({ data, brush, set }: TrackProps) {
  const [element, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drag, setDrag] = useState<Brush | null>(null);
  const [hover, setHover] = useState(-1);
  const start = useRef<number | null>(null);
  const colors = useTheme();
  const buckets = data.buckets.length;
  useEffect(() => {
    if (canvas.current && width > 0) draw(canvas.current, data, width);
  }, [data, width, colors]);
  const share = (event: PointerEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0 || (event.target as HTMLElement).getAttribute("role") === "slider") return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    const at = share(event);
    if (event.shiftKey && brush) {
      start.current = at * buckets < brush.from ? brush.to / buckets : brush.from / buckets;
    } else start.current = at;
    setDrag(dragged(start.current, at, buckets));
  };
  const move = (event: PointerEvent) => {
    setHover(Math.min(buckets - 1, Math.floor(share(event) * buckets)));
    if (start.current !== null) setDrag(dragged(start.current, share(event), buckets));
  };
  const up = () => {
    if (start.current !== null && drag) set(drag);
    start.current = null;
    setDrag(null);
  };
  const shown = drag ?? brush;
  const hovered = data.buckets[hover];
  return (
    <div
      class="timeline-track"
      ref={element}
      title={hovered ? `${clock(hovered.t)}: ${plural(total(hovered), "flow")}${hovered.failed + hovered.s5 ? `, ${count(hovered.failed + hovered.s5)} failed or 5xx` : ""}` : undefined}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={() => {
        start.current = null;
        setDrag(null);
      }}
      onPointerLeave={() => setHover(-1)}
      onDblClick={() => set(null)}
    >
      <canvas ref={canvas} aria-hidden="true" />
      <Sliders data={data} brush={shown} set={set} />
    </div>
  );
}

/** The ends of the range, and the range itself, for the keyboard; without a range, one that makes one. */
function Sliders({ data, brush, set }: TrackProps) {
  const buckets = data.buckets.length;
  const all: Brush = { from: 0, to: buckets };
  const now = brush ?? all;
  const key = (handle: Handle) => (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape" || event.key === "Delete") {
      if (!brush) return;
      event.preventDefault();
      set(null);
      return;
    }
    const by = step(event.key, event.shiftKey, buckets);
    if (by === null) return;
    event.preventDefault();
    const next = moved(now, handle, by, buckets);
    set(next.from === 0 && next.to === buckets ? null : next);
  };
  const at = (bucket: number) => data.from + bucket * data.step;
  const percent = (bucket: number) => `${(bucket / buckets) * 100}%`;
  const slider = (handle: Handle, label: string, bucket: number, text: string, style: Record<string, string>) => (
    <span
      key={handle}
      class={`brush-${handle}`}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={buckets}
      aria-valuenow={bucket}
      aria-valuetext={text}
      style={style}
      onKeyDown={key(handle)}
    />
  );
  return (
    <>
      {brush && <span class="brush-out" style={{ left: "0", width: percent(brush.from) }} />}
      {brush && <span class="brush-out" style={{ left: percent(brush.to), right: "0" }} />}
      {slider("from", "Start of the range", now.from, clock(at(now.from)), { left: percent(now.from) })}
      {brush &&
        slider("both", "Range", now.from, `${clock(at(now.from))} to ${clock(at(now.to))}`, {
          left: percent(now.from),
          width: percent(now.to - now.from),
        })}
      {slider("to", "End of the range", now.to, clock(at(now.to)), { left: percent(now.to) })}
    </>
  );
}

function draw(canvas: HTMLCanvasElement, data: Buckets, width: number): void {
  const context = prepareCanvas(canvas, width, HEIGHT);
  if (!context) return;
  const each = width / data.buckets.length;
  const most = Math.max(1, mostOf(data.buckets));
  const colors = new Map(SERIES.map(series => [series, themeColor(`--series-${series}`)]));
  const y = (flows: number) => HEIGHT - (flows / most) * (HEIGHT - 4);
  data.buckets.forEach((bucket, index) => {
    for (const segment of segments(bucket)) {
      context.fillStyle = colors.get(segment.series) ?? "";
      const top = Math.min(y(segment.to), y(segment.from) - 1);
      context.fillRect(index * each, top, Math.max(1, each - (each > 3 ? 1 : 0)), y(segment.from) - top);
    }
  });
}
