/**
 * The frame of a chart that is drawn by other means: it takes the focus, moves the cursor with the arrow keys, reads
 * the value at the cursor to screen readers as the value of a slider, and shows it below the chart.
 */
import type { ComponentChildren } from "preact";
import { moveCursor } from "./cursor";

export interface PlotProps {
  label: string;
  /** How many points the cursor can be at. */
  count: number;
  cursor: number;
  setCursor(index: number): void;
  /** The value at a point as a sentence. */
  read(index: number): string;
  /** Enter, or a click: what a point leads to. */
  pick?(index: number): void;
  /** What {@link pick} does, such as `filters`. */
  verb?: string;
  /** The point at a place within the chart, in pixels; -1 if there is none. */
  locate(x: number, y: number, width: number, height: number): number;
  /** Where a key moves the cursor; by default along one line of points. */
  move?(key: string, at: number): number | null;
  height: number;
  children: ComponentChildren;
}

export function Plot(props: PlotProps) {
  const { label, count, setCursor, pick, verb = "filters" } = props;
  const at = Math.min(props.cursor, count - 1);
  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if ((event.key === "Enter" || event.key === " ") && at >= 0 && pick) {
      event.preventDefault();
      pick(at);
      return;
    }
    const next = props.move ? props.move(event.key, at) : moveCursor(event.key, at, count);
    if (next === null) return;
    event.preventDefault();
    setCursor(next);
  };
  const place = (event: MouseEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return props.locate(event.clientX - box.left, event.clientY - box.top, box.width, box.height);
  };
  const text = at < 0 ? "" : props.read(at);
  const hint = pick ? `Arrow keys read the values, Enter ${verb}.` : "Arrow keys read the values.";
  return (
    <div class="plot">
      <div
        class="plot-area"
        style={{ height: `${props.height}px` }}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, count - 1)}
        aria-valuenow={Math.max(0, at)}
        aria-valuetext={text || hint}
        onKeyDown={key}
        onPointerMove={event => setCursor(place(event))}
        onClick={event => {
          const index = place(event);
          if (index >= 0 && pick) pick(index);
        }}
      >
        {props.children}
      </div>
      <p class="plot-read" aria-hidden="true">
        {text || hint}
      </p>
    </div>
  );
}
