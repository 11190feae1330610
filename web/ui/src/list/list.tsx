// The list on the screen: a scroll container with a header, a pool of rows and a spacer that gives the scrollbar its size.
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { liveState } from "../live";
import { text } from "../strings";
import { density, rowHeight } from "../theme";
import { addListActions } from "./actions";
import { Badge } from "./badge";
import { columns, fitting, template, widths } from "./columns";
import { attach, focusRank, list, painted, startList } from "./control";
import { Header, HEADER_HEIGHT, HeaderField } from "./header";
import { openListMenu } from "./menu";
import { Nothing } from "./nothing";
import { Pool } from "./pool";
import { askDetail, shownCount } from "./state";
import { startTooltip } from "./tooltip";
import { search } from "./view";

const SCROLL_END_MS = 150;

startList();

export function List() {
  const grid = useRef<HTMLDivElement>(null);
  const pool = useRef<HTMLDivElement>(null);
  const spacer = useRef<HTMLDivElement>(null);
  const width = useSignal(0);
  const shown = useComputed(() => fitting(columns.value, width.value || 1000));
  const drawing = useRef<Drawing | null>(null);

  useLayoutEffect(() => {
    if (!grid.current || !pool.current || !spacer.current) return undefined;
    const now = new Drawing(grid.current, new Pool(pool.current), spacer.current);
    drawing.current = now;
    const detach = attach(() => now.soon());
    const watch = new ResizeObserver(() => {
      width.value = grid.current?.clientWidth ?? 0;
      now.measure();
    });
    watch.observe(grid.current);
    const actions = addListActions(grid.current);
    const tooltip = startTooltip(grid.current);
    return () => {
      detach();
      watch.disconnect();
      actions();
      tooltip();
    };
  }, []);

  useLayoutEffect(() => {
    void widths.value;
    drawing.current?.setColumns(shown.value, template(shown.value));
  }, [shown.value, widths.value]);

  useEffect(() => drawing.current?.measure(), [density.value]);

  return (
    <div class="list-box">
      <div ref={grid} class={`list ${liveState.value === "lost" ? "stale" : ""}`} role="grid" tabIndex={0} data-first id="list"
        aria-label={text.list.label} aria-multiselectable="true" aria-colcount={shown.value.length}
        aria-rowcount={search.value.searching ? -1 : shownCount.value + 1}
        onClick={event => clicked(event)} onDblClick={event => rankOf(event) >= 0 && askDetail()}
        onContextMenu={event => menuWanted(event)}>
        <Header columns={shown.value} />
        <div ref={pool} class="pool" role="rowgroup" />
        <div ref={spacer} class="spacer" aria-hidden="true" />
      </div>
      <Nothing />
      <HeaderField />
      <Badge />
    </div>
  );
}

function rankOf(event: Event): number {
  const row = event.target instanceof Element ? event.target.closest(".row") : null;
  return row ? Number(row.getAttribute("aria-rowindex")) - 2 : -1;
}

function clicked(event: MouseEvent): void {
  const rank = rankOf(event);
  if (rank < 0) return;
  const { selection, scroller } = list;
  if (event.ctrlKey || event.metaKey) selection.toggle(rank, scroller.size);
  else if (event.shiftKey) selection.extend(rank);
  else selection.only(rank);
  focusRank(rank, !event.ctrlKey && !event.metaKey && !event.shiftKey, true);
}

function menuWanted(event: MouseEvent): void {
  const rank = rankOf(event);
  if (rank < 0) return;
  event.preventDefault();
  if (!list.selection.has(rank)) list.selection.only(rank);
  focusRank(rank, false, true);
  openListMenu(event.clientX, event.clientY);
}

/** Joins the model to its elements; draws once a frame of the browser at most. */
class Drawing {
  private frame = 0;
  private scrolling = 0;
  private spacerHeight = -1;
  private activeRow = "";

  constructor(private readonly grid: HTMLElement, private readonly pool: Pool, private readonly spacer: HTMLElement) {
    grid.addEventListener("scroll", () => this.scrolled(), { passive: true });
    grid.addEventListener("scrollend", () => this.scrollEnded(), { passive: true });
    this.measure();
  }

  soon(): void {
    this.frame ||= requestAnimationFrame(() => this.draw());
  }

  measure(): void {
    const { scroller } = list;
    const height = Math.max(0, this.grid.clientHeight - HEADER_HEIGHT);
    const rows = rowHeight();
    if (height === scroller.height && rows === scroller.rowHeight) return;
    const seen = list.focusRank >= scroller.top && list.focusRank < scroller.top + scroller.screen;
    scroller.height = height;
    scroller.rowHeight = rows;
    scroller.resize(scroller.size, list.mode === "tail" && !list.reversed);
    if (seen && list.mode !== "tail") scroller.reveal(list.focusRank);
    list.ask();
    this.soon();
  }

  setColumns(shown: Parameters<Pool["setColumns"]>[0], cut: string): void {
    this.grid.style.setProperty("--cols", cut);
    this.pool.setColumns(shown);
    this.soon();
  }

  private scrolled(): void {
    const at = this.grid.scrollTop;
    const { scroller } = list;
    if (Math.abs(at - scroller.scrollTop) < 1) return;
    clearTimeout(this.scrolling);
    this.scrolling = window.setTimeout(() => this.scrollEnded(), SCROLL_END_MS);
    const rows = scroller.scrolled(at);
    list.moved(rows);
    if (rows > 0 && !list.reversed && scroller.top >= scroller.maxTop - 0.01 && scroller.size > scroller.screen) list.tail();
  }

  private scrollEnded(): void {
    clearTimeout(this.scrolling);
    this.scrolling = 0;
    this.soon();
  }

  private draw(): void {
    this.frame = 0;
    const { scroller } = list;
    const height = Math.ceil(scroller.spacer);
    if (height !== this.spacerHeight) {
      this.spacerHeight = height;
      this.spacer.style.height = `${height}px`;
    }
    if (!this.scrolling) {
      const correction = scroller.correction();
      if (correction !== null) {
        scroller.scrollTop = correction;
        this.grid.scrollTop = correction;
      }
    }
    const from = Math.floor(scroller.top);
    const to = Math.min(scroller.size, Math.ceil(scroller.top + scroller.screen));
    this.pool.draw(scroller.top, from, to, {
      cells: rank => list.cellsAt(rank),
      isSelected: rank => list.selection.has(rank),
      focusRank: list.focusRank < scroller.size ? list.focusRank : -1,
      rowHeight: scroller.rowHeight,
    });
    const active = list.focusRank >= 0 && list.focusRank < scroller.size ? `row-${list.focusRank}` : "";
    if (active !== this.activeRow) {
      this.activeRow = active;
      if (active) this.grid.setAttribute("aria-activedescendant", active);
      else this.grid.removeAttribute("aria-activedescendant");
    }
    painted();
  }
}
