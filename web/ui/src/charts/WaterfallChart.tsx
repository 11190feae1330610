/** The phases of flows over time, one line a flow, in lanes by connection; a canvas. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Phase, Waterfall, WaterfallFlow } from "../stats/shapes";
import { shorten } from "./Bars";
import { moveCursor } from "./cursor";
import { themeColor } from "./palette";
import { Plot } from "./Plot";
import { ticks } from "./scale";
import { duration } from "../format";
import { prepareCanvas, useWidth } from "./useSize";
import { useTheme } from "./useTheme";

export const PHASE_COLOR: Record<Phase["phase"], string> = {
  connect: "--series-s1",
  tls: "--series-s4",
  send: "--series-s3",
  wait: "--series-other",
  receive: "--series-s2",
};

const ROW = 18;
const AXIS = 22;

/** The flows of a waterfall lane by lane, in each by time; and where lanes begin. */
export function inLanes(waterfall: Waterfall): { flows: WaterfallFlow[]; starts: number[] } {
  const flows: WaterfallFlow[] = [];
  const starts: number[] = [];
  const begin = (flow: WaterfallFlow) => flow.phases[0]?.from ?? 0;
  for (const lane of waterfall.lanes) {
    const own = waterfall.flows.filter(flow => flow.connection === lane.connection).sort((a, b) => begin(a) - begin(b));
    if (own.length) starts.push(flows.length);
    flows.push(...own);
  }
  const known = new Set(waterfall.lanes.map(lane => lane.connection));
  const others = waterfall.flows.filter(flow => !known.has(flow.connection));
  if (others.length) starts.push(flows.length);
  return { flows: [...flows, ...others], starts };
}

interface Props {
  waterfall: Waterfall;
  read(flow: WaterfallFlow): string;
  pick(flow: WaterfallFlow): void;
}

export function WaterfallChart({ waterfall, read, pick }: Props) {
  const [element, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [cursor, setCursor] = useState(-1);
  const colors = useTheme();
  const { flows, starts } = inLanes(waterfall);
  const height = flows.length * ROW + AXIS;
  useEffect(() => {
    if (canvas.current && width > 0) draw(canvas.current, waterfall, flows, new Set(starts), width, cursor);
  }, [waterfall, width, cursor, colors]);
  const at = (index: number) => flows[index];
  return (
    <Plot
      label="Waterfall of the flows, by connection"
      count={flows.length}
      cursor={cursor}
      setCursor={setCursor}
      read={index => (at(index) ? read(at(index) as WaterfallFlow) : "")}
      pick={index => at(index) && pick(at(index) as WaterfallFlow)}
      verb="opens the flow"
      locate={(_, y) => (y < AXIS || y >= height ? -1 : Math.floor((y - AXIS) / ROW))}
      move={(key, index) => moveCursor(key === "ArrowDown" ? "ArrowRight" : key === "ArrowUp" ? "ArrowLeft" : key, index, flows.length)}
      height={height}
    >
      <div ref={element}>
        <canvas ref={canvas} aria-hidden="true" />
      </div>
    </Plot>
  );
}

function draw(canvas: HTMLCanvasElement, waterfall: Waterfall, flows: WaterfallFlow[], starts: Set<number>, width: number, cursor: number): void {
  const height = flows.length * ROW + AXIS;
  const context = prepareCanvas(canvas, width, height);
  if (!context) return;
  const names = Math.min(280, Math.round(width * 0.35));
  const span = Math.max(1, waterfall.to - waterfall.from);
  const x = (micros: number) => names + ((micros - waterfall.from) / span) * (width - names - 8);
  context.font = "11px system-ui, sans-serif";
  for (const tick of ticks(0, span / 1000, Math.max(2, Math.floor((width - names) / 90)))) {
    const left = x(waterfall.from + tick * 1000);
    context.fillStyle = themeColor("--line");
    context.fillRect(left, AXIS - 4, 1, height);
    context.fillStyle = themeColor("--muted");
    context.fillText(duration(tick), left + 3, 14);
  }
  flows.forEach((flow, index) => {
    const top = AXIS + index * ROW;
    if (starts.has(index) && index > 0) {
      context.fillStyle = themeColor("--muted");
      context.fillRect(0, top, width, 1);
    }
    if (index === cursor) {
      context.fillStyle = themeColor("--select");
      context.fillRect(0, top + 1, width, ROW - 1);
    }
    context.fillStyle = themeColor("--text");
    context.fillText(shorten(`${flow.method} ${flow.host}${flow.path}`, names), 4, top + 13);
    for (const phase of flow.phases) {
      context.fillStyle = themeColor(PHASE_COLOR[phase.phase]);
      const thin = phase.phase === "wait" ? 3 : 0;
      context.fillRect(x(phase.from), top + 4 + thin, Math.max(1, x(phase.to) - x(phase.from)), ROW - 8 - thin * 2);
    }
  });
}
