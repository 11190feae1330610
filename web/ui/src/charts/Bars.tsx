/** Horizontal bars with their names, and an upright histogram: SVG within the frame of a plot. */
import { useState } from "preact/hooks";
import { moveCursor } from "./cursor";
import { Plot } from "./Plot";
import { useWidth } from "./useSize";

export interface Bar {
  label: string;
  /** Drawn one after the other: their sum is the length of the bar. */
  parts: { value: number; color: string }[];
  text: string;
}

interface BarsProps {
  label: string;
  bars: Bar[];
  pick(index: number): void;
  read(index: number): string;
}

const ROW = 24;

export function Bars({ label, bars, pick, read }: BarsProps) {
  const [element, width] = useWidth<HTMLDivElement>();
  const [cursor, setCursor] = useState(-1);
  const sum = (bar: Bar) => bar.parts.reduce((total, part) => total + part.value, 0);
  const most = Math.max(1, ...bars.map(sum));
  const names = Math.min(260, Math.round(width * 0.4));
  const room = Math.max(0, width - names - 80);
  const swap: Record<string, string> = { ArrowDown: "ArrowRight", ArrowUp: "ArrowLeft" };
  return (
    <Plot
      label={label}
      count={bars.length}
      cursor={cursor}
      setCursor={setCursor}
      read={read}
      pick={pick}
      locate={(_, y) => (y < bars.length * ROW ? Math.floor(y / ROW) : -1)}
      move={(key, at) => moveCursor(swap[key] ?? key, key === "ArrowUp" && at < 0 ? 0 : at, bars.length)}
      height={Math.max(1, bars.length) * ROW}
    >
      <div ref={element} class="bars">
        <svg width={width} height={bars.length * ROW} aria-hidden="true">
          {bars.map((bar, index) => {
            let x = names;
            return (
              <g key={index} transform={`translate(0 ${index * ROW})`}>
                {index === cursor && <rect class="bar-cursor" width={width} height={ROW} />}
                <text x={names - 8} y={16} text-anchor="end">
                  {shorten(bar.label, names)}
                </text>
                {bar.parts.map((part, place) => {
                  const length = (part.value / most) * room;
                  const from = x;
                  x += length;
                  return length > 0 && <rect key={place} x={from} y={5} width={Math.max(1, length)} height={14} fill={`var(${part.color})`} />;
                })}
                <text x={x + 6} y={16}>
                  {bar.text}
                </text>
              </g>
            );
          })}
        </svg>
      </div>
    </Plot>
  );
}

/** Cuts a name in the middle, since both ends of a host and of a path tell something. */
export function shorten(text: string, width: number): string {
  const most = Math.max(6, Math.floor(width / 7.2));
  if (text.length <= most) return text;
  const half = Math.floor((most - 1) / 2);
  return `${text.slice(0, most - 1 - half)}…${text.slice(text.length - half)}`;
}

interface HistogramProps {
  label: string;
  buckets: { flows: number; all?: number }[];
  /** Labels of the axis by the index of a bucket. */
  marks: { at: number; label: string }[];
  pick(index: number): void;
  read(index: number): string;
}

const HISTOGRAM = 180;
const AXIS = 22;

export function Histogram({ label, buckets, marks, pick, read }: HistogramProps) {
  const [element, width] = useWidth<HTMLDivElement>();
  const [cursor, setCursor] = useState(-1);
  const share = (values: number[]) => {
    const total = values.reduce((sum, value) => sum + value, 0);
    return values.map(value => (total > 0 ? value / total : 0));
  };
  const chosen = share(buckets.map(bucket => bucket.flows));
  const all = share(buckets.map(bucket => bucket.all ?? 0));
  const most = Math.max(1e-9, ...chosen, ...all);
  const each = width / Math.max(1, buckets.length);
  const height = HISTOGRAM - AXIS;
  const top = (value: number) => height - (value / most) * (height - 4);
  return (
    <Plot
      label={label}
      count={buckets.length}
      cursor={cursor}
      setCursor={setCursor}
      read={read}
      pick={pick}
      locate={x => Math.max(0, Math.min(buckets.length - 1, Math.floor(x / Math.max(1e-9, each))))}
      height={HISTOGRAM}
    >
      <div ref={element} class="histogram">
        <svg width={width} height={HISTOGRAM} aria-hidden="true">
          {chosen.map((value, index) => (
            <rect
              key={index}
              class={index === cursor ? "bar on" : "bar"}
              x={index * each + 0.5}
              y={top(value)}
              width={Math.max(0.5, each - 1)}
              height={height - top(value)}
            />
          ))}
          <path
            class="all"
            d={all.map((value, index) => `${index ? "L" : "M"}${(index * each).toFixed(1)} ${top(value).toFixed(1)}h${each.toFixed(1)}`).join("")}
          />
          {marks.map(mark => (
            <text key={mark.at} x={mark.at * each} y={HISTOGRAM - 6}>
              {mark.label}
            </text>
          ))}
        </svg>
      </div>
    </Plot>
  );
}
