/** Series over time, drawn by uPlot: bars that stand on each other, or lines. A drag selects a range. */
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { themeColor } from "./palette";
import { Plot } from "./Plot";
import { timeLabel } from "./scale";
import { useTheme } from "./useTheme";
import { useWidth } from "./useSize";

export interface Line {
  label: string;
  /** The name of its colour, a custom property. */
  color: string;
  values: (number | null)[];
  kind: "bar" | "line";
  dash?: number[];
}

interface Props {
  label: string;
  /** Times in µs since the epoch, ascending. */
  times: number[];
  step: number;
  /** In the order of drawing: of stacked bars, the highest sum first. */
  lines: Line[];
  height: number;
  unit(value: number): string;
  read(index: number): string;
  pick(index: number): void;
  /** A range that was dragged, µs. */
  range(from: number, to: number): void;
}

const HEIGHT_OF_AXIS = 28;

export function TimeChart(props: Props) {
  const [element, width] = useWidth<HTMLDivElement>();
  const [cursor, setCursor] = useState(-1);
  const chart = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const colors = useTheme();
  const shape = props.lines.map(line => line.label + line.kind).join();
  useEffect(() => {
    const host = element.current;
    if (!host || width === 0) return undefined;
    const drawn = new uPlot(options(latest, width), data(props), host);
    chart.current = drawn;
    return () => {
      drawn.destroy();
      chart.current = null;
    };
  }, [width, colors, shape]);
  useEffect(() => chart.current?.setData(data(props)), [props.times, props.lines]);
  useEffect(() => {
    const drawn = chart.current;
    const at = props.times[cursor];
    if (drawn && at !== undefined) drawn.setCursor({ left: drawn.valToPos((at + props.step / 2) / 1e6, "x"), top: -10 }, false);
  }, [cursor, props.times]);
  const locate = (x: number) => {
    const drawn = chart.current;
    if (!drawn) return -1;
    const at = drawn.posToVal(x - drawn.bbox.left / devicePixelRatio, "x") * 1e6;
    const index = Math.floor((at - (props.times[0] ?? 0)) / props.step);
    return Math.max(0, Math.min(props.times.length - 1, index));
  };
  return (
    <Plot
      label={props.label}
      count={props.times.length}
      cursor={cursor}
      setCursor={setCursor}
      read={props.read}
      pick={index => {
        if (!chart.current || chart.current.select.width < 2) props.pick(index);
      }}
      locate={locate}
      height={props.height}
    >
      <div ref={element} class="timechart" />
    </Plot>
  );
}

/** uPlot's columns: the middle of each bucket in seconds, then the series. */
function data({ times, step, lines }: Props): uPlot.AlignedData {
  return [times.map(time => (time + step / 2) / 1e6), ...lines.map(line => line.values)] as uPlot.AlignedData;
}

function options(latest: { current: Props }, width: number): uPlot.Options {
  const { lines, height } = latest.current;
  const text = themeColor("--muted");
  const grid = { stroke: themeColor("--line"), width: 1 };
  const bars = uPlot.paths.bars?.({ size: [0.92, 60], gap: 0 });
  return {
    width,
    height,
    legend: { show: false },
    cursor: { drag: { x: true, y: false, setScale: false }, y: false, points: { show: false } },
    scales: {
      x: { time: true, range: () => extent(latest.current) },
      y: { range: (_, __, most) => [0, Math.max(1, most * 1.05)] },
    },
    axes: [
      {
        stroke: text,
        grid,
        ticks: grid,
        size: HEIGHT_OF_AXIS,
        space: 90,
        values: (_, splits, __, ___, step) => splits.map(at => timeLabel(at * 1e6, step * 1e6)),
      },
      { stroke: text, grid, ticks: grid, size: 64, values: (_, splits) => splits.map(value => latest.current.unit(value)) },
    ],
    series: [
      {},
      ...lines.map(line => ({
        label: line.label,
        stroke: themeColor(line.color),
        width: line.kind === "bar" ? 0 : 2,
        ...(line.dash ? { dash: line.dash } : {}),
        points: { show: false },
        ...(line.kind === "bar" && bars ? { fill: themeColor(line.color), paths: bars } : {}),
      })),
    ],
    hooks: {
      setSelect: [
        drawn => {
          if (drawn.select.width < 2) return;
          const at = (left: number) => drawn.posToVal(left, "x") * 1e6;
          latest.current.range(at(drawn.select.left), at(drawn.select.left + drawn.select.width));
          drawn.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

function extent({ times, step }: Props): [number, number] {
  const first = times[0] ?? 0;
  return [first / 1e6, ((times.at(-1) ?? first) + step) / 1e6];
}
