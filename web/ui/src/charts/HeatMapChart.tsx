/** Time × duration as a heat map on a canvas, with three percentiles as lines over it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { duration } from "../format";
import type { HeatMap } from "../stats/shapes";
import { HEAT_LEVELS, themeColor } from "./palette";
import { Plot } from "./Plot";
import { decades, heatLevel, logPosition, timeTicks } from "./scale";
import { useTheme } from "./useTheme";
import { prepareCanvas, useWidth } from "./useSize";

const HEIGHT = 260;
const LEFT = 64;
const BOTTOM = 24;

interface Props {
  map: HeatMap;
  read(column: number, row: number): string;
  pick(column: number, row: number): void;
}

/** Where a key moves in a grid of columns whose cells are numbered from the bottom up. */
export function moveInGrid(key: string, at: number, columns: number, rows: number): number | null {
  if (columns === 0 || rows === 0) return null;
  if (at < 0) return /^(Arrow|Home|End|Page)/.test(key) ? 0 : null;
  const column = Math.floor(at / rows);
  const row = at % rows;
  const to = (c: number, r: number) =>
    Math.max(0, Math.min(columns - 1, c)) * rows + Math.max(0, Math.min(rows - 1, r));
  switch (key) {
    case "ArrowLeft":
      return to(column - 1, row);
    case "ArrowRight":
      return to(column + 1, row);
    case "ArrowUp":
      return to(column, row + 1);
    case "ArrowDown":
      return to(column, row - 1);
    case "PageUp":
      return to(column, row + 10);
    case "PageDown":
      return to(column, row - 10);
    case "Home":
      return to(0, row);
    case "End":
      return to(columns - 1, row);
    default:
      return null;
  }
}

export function HeatMapChart({ map, read, pick }: Props) {
  const [element, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [cursor, setCursor] = useState(-1);
  const colors = useTheme();
  const columns = map.cells.length;
  const rows = map.rows.length;
  useEffect(() => {
    if (canvas.current && width > 0) draw(canvas.current, map, width, cursor);
  }, [map, width, cursor, colors]);
  const locate = (x: number, y: number, wide: number, high: number) => {
    const column = Math.floor(((x - LEFT) / (wide - LEFT)) * columns);
    const row = Math.floor((1 - y / (high - BOTTOM)) * rows);
    return column < 0 || column >= columns || row < 0 || row >= rows ? -1 : column * rows + row;
  };
  return (
    <Plot
      label="Heat map of durations over time"
      count={columns * rows}
      cursor={cursor}
      setCursor={setCursor}
      read={at => read(Math.floor(at / rows), at % rows)}
      pick={at => pick(Math.floor(at / rows), at % rows)}
      locate={locate}
      move={(key, at) => moveInGrid(key, at, columns, rows)}
      height={HEIGHT}
    >
      <div ref={element}>
        <canvas ref={canvas} aria-hidden="true" />
      </div>
    </Plot>
  );
}

function draw(canvas: HTMLCanvasElement, map: HeatMap, width: number, cursor: number): void {
  const context = prepareCanvas(canvas, width, HEIGHT);
  if (!context) return;
  const columns = map.cells.length;
  const rows = map.rows.length;
  const wide = (width - LEFT) / Math.max(1, columns);
  const bottom = HEIGHT - BOTTOM;
  const high = bottom / Math.max(1, rows);
  const most = map.cells.reduce((top, column) => Math.max(top, ...column), 0);
  const heat = Array.from({ length: HEAT_LEVELS }, (_, level) => themeColor(`--heat-${level + 1}`));
  map.cells.forEach((cells, column) =>
    cells.forEach((flows, row) => {
      const level = heatLevel(flows, most, HEAT_LEVELS);
      if (level === 0) return;
      context.fillStyle = heat[level - 1] ?? "";
      context.fillRect(LEFT + column * wide, bottom - (row + 1) * high, Math.max(1, wide - 0.5), Math.max(1, high - 0.5));
    }),
  );
  axes(context, map, width);
  const lines: [(number | null)[], number[]][] = [
    [map.p50, []],
    [map.p95, [5, 3]],
    [map.p99, [2, 3]],
  ];
  for (const [values, dash] of lines) line(context, map, values, dash, wide, bottom);
  if (cursor >= 0 && rows > 0) {
    context.strokeStyle = themeColor("--text");
    context.lineWidth = 2;
    context.setLineDash([]);
    context.strokeRect(LEFT + Math.floor(cursor / rows) * wide, bottom - ((cursor % rows) + 1) * high, wide, high);
  }
}

/** The top edge of the rows, in milliseconds. */
function ceiling({ rows }: HeatMap): number {
  const last = rows.at(-1) ?? 1;
  const before = rows.at(-2);
  return before && before > 0 ? last * (last / before) : last * 2;
}

function line(context: CanvasRenderingContext2D, map: HeatMap, values: (number | null)[], dash: number[], wide: number, bottom: number): void {
  const from = map.rows[0] || 0.1;
  const to = ceiling(map);
  context.setLineDash(dash);
  for (const [color, thick] of [["--bg", 4], ["--text", 1.5]] as const) {
    context.strokeStyle = themeColor(color);
    context.lineWidth = thick;
    context.beginPath();
    let drawing = false;
    values.forEach((value, column) => {
      if (value === null) {
        drawing = false;
        return;
      }
      const x = LEFT + (column + 0.5) * wide;
      const y = bottom - logPosition(value, from, to) * bottom;
      if (drawing) context.lineTo(x, y);
      else context.moveTo(x, y);
      drawing = true;
    });
    context.stroke();
  }
}

function axes(context: CanvasRenderingContext2D, map: HeatMap, width: number): void {
  const bottom = HEIGHT - BOTTOM;
  const from = map.rows[0] || 0.1;
  const to = ceiling(map);
  context.fillStyle = themeColor("--muted");
  context.font = "11px system-ui, sans-serif";
  context.textAlign = "right";
  for (const at of decades(from, to)) context.fillText(duration(at), LEFT - 6, bottom - logPosition(at, from, to) * bottom + 4);
  context.textAlign = "center";
  const span = map.to - map.from;
  for (const tick of timeTicks(map.from, map.to, Math.max(2, Math.floor(width / 110)))) {
    context.fillText(tick.label, LEFT + ((tick.at - map.from) / span) * (width - LEFT), HEIGHT - 8);
  }
}
