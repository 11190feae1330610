/**
 * What a scroll pane shows: a model maps the scrollbar to a place in something that may be far larger than the browser's
 * limit on the height of an element.
 */
export interface ScrollModel {
  /** The height of everything in pixels if it were laid out. */
  extent(): number;
  /** Where the first shown row is, from 0 to 1. */
  ratio(): number;
  /** Moves by rows, which may be a fraction. */
  by(rows: number): void;
  /** Moves to a share of the whole, from 0 to 1. */
  to(ratio: number): void;
  /** Tells how many rows fit, which may be a fraction. */
  fit(rows: number): void;
  /** The pixels of the first row that are above the pane. */
  cut(): number;
}

/** Chromium clamps an element at 33,554,428 px, Firefox at half of that; this is below both by a margin. */
export const TALLEST = 8_000_000;

/** Rows of equal height that have a number. */
export class RankModel implements ScrollModel {
  /** The first shown row; its fraction is the part of it above the pane. */
  top = 0;
  private rows = 1;
  private total = 0;

  constructor(readonly rowHeight: number) {}

  get count(): number {
    return this.total;
  }

  set count(count: number) {
    this.total = count;
    this.top = this.clamp(this.top);
  }

  get fits(): number {
    return this.rows;
  }

  get last(): number {
    return Math.max(0, this.total - this.rows);
  }

  /** Whether the last row is in view. */
  get atEnd(): boolean {
    return this.top >= this.last - 0.5;
  }

  extent(): number {
    return this.total * this.rowHeight;
  }

  ratio(): number {
    return this.last === 0 ? 0 : this.top / this.last;
  }

  by(rows: number): void {
    this.top = this.clamp(this.top + rows);
  }

  to(ratio: number): void {
    this.top = this.clamp(ratio * this.last);
  }

  fit(rows: number): void {
    const end = this.atEnd && this.top > 0;
    this.rows = Math.max(1, rows);
    this.top = end ? this.last : this.clamp(this.top);
  }

  cut(): number {
    return (this.top % 1) * this.rowHeight;
  }

  /** Moves as little as needed so that a row is fully in view. */
  reveal(row: number): void {
    if (row < this.top) {
      this.top = this.clamp(row);
    } else if (row + 1 > this.top + this.rows) {
      this.top = this.clamp(row + 1 - this.rows);
    }
  }

  /** Moves so that a row is in the middle. */
  centre(row: number): void {
    this.top = this.clamp(row - Math.floor(this.rows / 2));
  }

  private clamp(top: number): number {
    return Math.max(0, Math.min(this.last, top));
  }
}

/** What a scroll event means: a small move is taken as pixels, a large one as a place on the scrollbar. */
export function scrolled(model: ScrollModel, before: number, now: number, spacer: number, pane: number, row: number): void {
  const room = spacer - pane;
  if (room <= 0) {
    model.to(0);
  } else if (model.extent() <= TALLEST) {
    model.to(now / room);
  } else if (now <= 0 || now >= room - 1) {
    model.to(now <= 0 ? 0 : 1);
  } else if (Math.abs(now - before) < 3 * pane) {
    model.by((now - before) / row);
  } else {
    model.to(now / room);
  }
}

/** Where the scrollbar must be for the model's place. */
export function scrollTopOf(model: ScrollModel, spacer: number, pane: number): number {
  return model.ratio() * Math.max(0, spacer - pane);
}
