// A border between two panes, moved by the pointer or by arrow keys.
import type { Signal } from "@preact/signals";

interface Props {
  /** Share of the pane before the border, in percent. */
  value: Signal<number>;
  /** Of the border itself. */
  orientation: "vertical" | "horizontal";
  label: string;
  least?: number;
  most?: number;
}

const STEP = 2;

export function Splitter({ value, orientation, label, least = 20, most = 85 }: Props) {
  const set = (next: number) => void (value.value = Math.min(most, Math.max(least, Math.round(next * 10) / 10)));

  function drag(event: PointerEvent): void {
    const border = event.currentTarget as HTMLElement;
    const box = border.parentElement?.getBoundingClientRect();
    if (!box) return;
    event.preventDefault();
    border.setPointerCapture(event.pointerId);
    border.onpointermove = move =>
      set(orientation === "vertical" ? ((move.clientX - box.left) / box.width) * 100 : ((move.clientY - box.top) / box.height) * 100);
    border.onpointerup = border.onpointercancel = () => void (border.onpointermove = null);
  }

  function key(event: KeyboardEvent): void {
    const back = orientation === "vertical" ? "ArrowLeft" : "ArrowUp";
    const on = orientation === "vertical" ? "ArrowRight" : "ArrowDown";
    const next = event.key === back ? value.value - STEP : event.key === on ? value.value + STEP
      : event.key === "Home" ? least : event.key === "End" ? most : null;
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    set(next);
  }

  return (
    <div class={`splitter ${orientation}`} role="separator" tabIndex={0} aria-label={label} aria-orientation={orientation}
      aria-valuenow={Math.round(value.value)} aria-valuemin={least} aria-valuemax={most} onPointerDown={drag} onKeyDown={key} />
  );
}
