/** Horizontal bars with their names, and an upright histogram: SVG within the frame of a plot. */
import { useState } from "preact/hooks";
import { duration } from "../format";
import { moveCursor } from "./cursor";
import { Plot } from "./Plot";
import { decades, logPosition } from "./scale";
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
  /** Ascending; what lies between two of them is empty. Bounds are milliseconds. */
  buckets: { from: number; to: number; flows: number; all?: number }[];
  pick(index: number): void;
  read(index: number): string;
}

const HISTOGRAM = 180;
const AXIS = 22;
/** Milliseconds below which the axis does not reach: durations are recorded in microseconds. */
const LEAST = 0.001;

export function Histogram({ label, buckets, pick, read }: HistogramProps) {
  const [element, width] = useWidth<HTMLDivElement>();
  const [cursor, setCursor] = useState(-1);
  const share = (values: number[]) => {
    const total = values.reduce((sum, value) => sum + value, 0);
    return values.map(value => (total > 0 ? value / total : 0));
  };
  const chosen = share(buckets.map(bucket => bucket.flows));
  const all = share(buckets.map(bucket => bucket.all ?? 0));
  const most = Math.max(1e-9, ...chosen, ...all);
  const low = Math.max(LEAST, buckets[0]?.from ?? LEAST);
  const high = buckets.at(-1)?.to ?? 1;
  const x = (ms: number) => logPosition(ms, low, high) * width;
  const height = HISTOGRAM - AXIS;
  const top = (value: number) => height - (value / most) * (height - 4);
  const locate = (at: number) => {
    const after = buckets.findIndex(bucket => x(bucket.to) > at);
    return after < 0 ? buckets.length - 1 : after;
  };
  return (
    <Plot label={label} count={buckets.length} cursor={cursor} setCursor={setCursor} read={read} pick={pick} locate={locate} height={HISTOGRAM}>
      <div ref={element} class="histogram">
        <svg width={width} height={HISTOGRAM} aria-hidden="true">
          {buckets.map((bucket, index) => {
            const left = x(bucket.from);
            const wide = Math.max(1, x(bucket.to) - left);
            const flows = chosen[index] ?? 0;
            const whole = all[index] ?? 0;
            return (
              <g key={bucket.from}>
                <rect class={index === cursor ? "bar on" : "bar"} x={left + 0.5} y={top(flows)} width={Math.max(0.5, wide - 1)} height={height - top(flows)} />
                {whole > 0 && <path class="all" d={`M${left.toFixed(1)} ${top(whole).toFixed(1)}h${wide.toFixed(1)}`} />}
              </g>
            );
          })}
          {decades(low, high).map(at => (
            <text key={at} x={Math.min(x(at), width - 40)} y={HISTOGRAM - 6}>
              {duration(at)}
            </text>
          ))}
        </svg>
      </div>
    </Plot>
  );
}
