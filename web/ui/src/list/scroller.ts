// Where the list stands, as numbers alone. A browser limits the height of an element (33 million pixels in Chromium), so
// the truth is `top`, a fractional rank, and the scrollbar is a picture of it: exact near both ends, compressed between.

/** The height of what is scrolled over, in pixels, at most. */
export const MOST_SPACER = 8_000_000;
/** Near the ends, this many screens are drawn to scale. */
const EXACT_SCREENS = 20;
/** A scroll of fewer screens moves by pixels; a longer one is a jump of the scrollbar. */
const JUMP_SCREENS = 3;

export class Scroller {
  /** Rows in all. */
  size = 0;
  /** Rank of the first visible row; its fraction is what is cut off above. */
  top = 0;
  /** Height of the viewport and of a row, in pixels. */
  height = 0;
  rowHeight = 24;
  /** What the element's scrollTop was when it was last looked at or set. */
  scrollTop = 0;

  /** Rows that fit on the screen, with a fraction. */
  get screen(): number {
    return this.height / this.rowHeight;
  }

  get maxTop(): number {
    return Math.max(0, this.size - this.screen);
  }

  get spacer(): number {
    return Math.min(this.size * this.rowHeight, MOST_SPACER);
  }

  private get range(): number {
    return Math.max(0, this.spacer - this.height);
  }

  /** Pixels at each end in which the scrollbar is to scale. */
  private get exact(): number {
    return Math.min(this.height * EXACT_SCREENS, this.range / 3);
  }

  private get isCompressed(): boolean {
    return this.size * this.rowHeight > MOST_SPACER;
  }

  /** Returns the scrollTop that a top means. */
  pixelsOf(top: number): number {
    if (!this.isCompressed) return Math.min(this.range, top * this.rowHeight);
    const exact = this.exact;
    const rows = exact / this.rowHeight;
    if (top <= rows) return top * this.rowHeight;
    if (top >= this.maxTop - rows) return this.range - (this.maxTop - top) * this.rowHeight;
    return exact + ((top - rows) / (this.maxTop - 2 * rows)) * (this.range - 2 * exact);
  }

  /** Returns the top that a scrollTop means. */
  topOf(pixels: number): number {
    if (!this.isCompressed) return this.clamp(pixels / this.rowHeight);
    const exact = this.exact;
    const rows = exact / this.rowHeight;
    if (pixels <= exact) return this.clamp(pixels / this.rowHeight);
    if (pixels >= this.range - exact) return this.clamp(this.maxTop - (this.range - pixels) / this.rowHeight);
    return rows + ((pixels - exact) / (this.range - 2 * exact)) * (this.maxTop - 2 * rows);
  }

  clamp(top: number): number {
    return Math.min(this.maxTop, Math.max(0, top));
  }

  /** The element was scrolled, by a wheel, a finger or its scrollbar. Returns the rows moved. */
  scrolled(pixels: number): number {
    const before = this.top;
    const delta = pixels - this.scrollTop;
    this.scrollTop = pixels;
    if (delta === 0) return 0;
    const near = Math.abs(delta) < JUMP_SCREENS * this.height && pixels > 0 && pixels < this.range;
    this.top = near ? this.clamp(this.top + delta / this.rowHeight) : this.topOf(pixels);
    return this.top - before;
  }

  /** Returns the scrollTop that the element should have; null if what it has is good enough. */
  correction(): number | null {
    const meant = this.pixelsOf(this.top);
    const slack = this.isCompressed && meant > this.exact && meant < this.range - this.exact ? this.height : 0.5;
    return Math.abs(meant - this.scrollTop) > slack ? meant : null;
  }

  /** Moves by rows, without the scrollbar. */
  moveTo(top: number): void {
    this.top = this.clamp(top);
  }

  /** Moves as little as shows a whole row. */
  reveal(rank: number): void {
    if (rank < this.top) this.moveTo(rank);
    else if (rank + 1 > this.top + this.screen) this.moveTo(rank + 1 - this.screen);
  }

  /** Rows came or went above the first visible row: what is seen stays. */
  shift(rows: number): void {
    this.top = this.clamp(this.top + rows);
  }

  /** Rows were added or removed. */
  resize(size: number, keepEnd: boolean): void {
    this.size = size;
    this.top = keepEnd ? this.maxTop : this.clamp(this.top);
  }
}

/** A window of ranks. */
export interface Window {
  from: number;
  count: number;
}

const STEP = 20;
const MOST_ROWS = 200;

/** The window to ask for: the screen, and as much in the direction of travel (both if it is 0), in steps of 20 ranks. */
export function wanted(scroller: Scroller, direction: number): Window {
  const screen = Math.ceil(scroller.screen) + 1;
  const first = Math.floor(scroller.top);
  const before = direction > 0 ? 0 : screen;
  const after = direction < 0 ? 0 : screen;
  let from = Math.max(0, Math.floor((first - before) / STEP) * STEP);
  let to = Math.min(Math.max(scroller.size, 1), Math.ceil((first + screen + after) / STEP) * STEP);
  if (to - from > MOST_ROWS) {
    from = Math.max(0, Math.min(first - Math.floor((MOST_ROWS - screen) / 2), scroller.size - MOST_ROWS));
    to = from + MOST_ROWS;
  }
  return { from, count: Math.max(to - from, screen) };
}

/** Whether a window shows every visible row. */
export function covers(window: Window, scroller: Scroller): boolean {
  const last = Math.min(scroller.size, Math.ceil(scroller.top + scroller.screen));
  return window.from <= Math.floor(scroller.top) && window.from + window.count >= last;
}
