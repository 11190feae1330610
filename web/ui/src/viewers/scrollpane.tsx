// A pane whose content is taller than an element can be. The owner of the model draws the rows.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { type ScrollModel, scrolled, scrollTopOf, TALLEST } from "./scroll";

/** A model and what makes its pane draw again. */
export class Scroller<M extends ScrollModel = ScrollModel> {
  readonly drawn = signal(0);
  /** Whether the scrollbar must follow the model at the next drawing. */
  jumped = true;

  constructor(readonly model: M, readonly rowHeight: number) {}

  /** What the rows show has changed. */
  refresh(): void {
    this.drawn.value++;
  }

  /** The model was moved by something else than the scrollbar. */
  jump(): void {
    this.jumped = true;
    this.drawn.value++;
  }

  by(rows: number): void {
    this.model.by(rows);
    this.jump();
  }

  to(ratio: number): void {
    this.model.to(ratio);
    this.jump();
  }
}

interface Props {
  scroller: Scroller;
  label: string;
  /** Draws the rows, the first of which begins at the pane's top. */
  rows: (fits: number) => ComponentChildren;
  /** Called after each move by a person, and when the pane's height changed. */
  onMoved?: () => void;
  /** Takes a key first; true if it was used. */
  onKey?: (event: KeyboardEvent, fits: number) => boolean;
  class?: string;
  role?: "region" | "grid" | "tree" | "list";
  attributes?: Record<string, string | number | undefined>;
}

export function ScrollPane({ scroller, label, rows, onMoved, onKey, class: kind = "", role = "region", attributes = {} }: Props) {
  const pane = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const last = useRef(0);
  const told = useRef(onMoved);
  told.current = onMoved; // what observes the size lives longer than a drawing
  const { model, rowHeight } = scroller;
  void scroller.drawn.value;
  const height = pane.current?.clientHeight ?? 0;
  const fits = Math.max(1, height / rowHeight);
  const spacer = Math.max(height, Math.min(model.extent(), TALLEST));

  const place = (): void => {
    const element = pane.current;
    if (!element) return;
    const top = scrollTopOf(model, element.scrollHeight, element.clientHeight);
    if (Math.abs(element.scrollTop - top) >= 1) element.scrollTop = top;
    last.current = element.scrollTop;
  };

  useLayoutEffect(() => {
    const element = pane.current;
    if (!element) return undefined;
    const measure = (): void => {
      model.fit(element.clientHeight / rowHeight);
      if (layer.current) layer.current.style.height = `${element.clientHeight}px`;
      scroller.jump();
      told.current?.();
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [scroller]);

  useLayoutEffect(() => {
    if (scroller.jumped) {
      scroller.jumped = false;
      place();
    }
  });

  function moved(): void {
    const element = pane.current;
    if (!element || Math.abs(element.scrollTop - last.current) < 1) return;
    scrolled(model, last.current, element.scrollTop, element.scrollHeight, element.clientHeight, rowHeight);
    last.current = element.scrollTop;
    scroller.refresh();
    onMoved?.();
  }

  function ended(): void {
    const element = pane.current;
    if (!element) return;
    const top = scrollTopOf(model, element.scrollHeight, element.clientHeight);
    if (Math.abs(top - element.scrollTop) > element.clientHeight) place();
  }

  function key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (onKey?.(event, fits)) {
      event.preventDefault();
      return;
    }
    if (event.shiftKey || event.target !== pane.current) return;
    const page = Math.max(1, Math.floor(fits) - 1);
    switch (event.key) {
      case "ArrowDown": scroller.by(1); break;
      case "ArrowUp": scroller.by(-1); break;
      case "PageDown": case " ": scroller.by(page); break;
      case "PageUp": scroller.by(-page); break;
      case "Home": scroller.to(0); break;
      case "End": scroller.to(1); break;
      default: return;
    }
    event.preventDefault();
    onMoved?.();
  }

  return (
    <div ref={pane} class={`scrollpane ${kind}`} role={role} aria-label={label} tabIndex={0} onScroll={moved} onScrollEnd={ended}
      onKeyDown={key} {...attributes}>
      <div ref={layer} class="scroll-layer">
        <div class="scroll-rows" style={{ transform: `translateY(${-Math.round(model.cut())}px)` }}>{rows(fits)}</div>
      </div>
      <div class="scroll-space" style={{ height: `${Math.round(spacer)}px` }} />
    </div>
  );
}
