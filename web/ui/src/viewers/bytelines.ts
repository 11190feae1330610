import type { ByteSource } from "./source";
import type { ScrollModel } from "./scroll";

/**
 * Rows of a text that is only known in parts. A row begins after a line feed, or a fixed number of bytes after the
 * previous row of the same line. Where a line is longer than LOOKBACK, rows are counted from a multiple of LOOKBACK, so
 * the rows at an offset depend on the bytes around it alone, never on what was read before.
 */
export const LOOKBACK = 32 * 1024;

const FEED = 0x0a;

export interface ByteRow {
  readonly from: number;
  readonly to: number;
  /** Whether a line feed ends the row; it is the byte before {@link to}. */
  readonly ended: boolean;
}

export class ByteLines implements ScrollModel {
  /** The offset of the first row shown. */
  top = 0;
  private fits = 1;

  /** @param width the most bytes of a row */
  constructor(
    readonly source: ByteSource,
    public width: number,
    readonly rowHeight: number,
  ) {}

  extent(): number {
    // rows are at most `width` long, mostly shorter; only the scrollbar's size depends on it
    return (this.source.size / (this.width / 2)) * this.rowHeight;
  }

  ratio(): number {
    const last = this.lastTop();
    return last <= 0 ? 0 : Math.min(1, this.top / last);
  }

  private lastTop(): number {
    return Math.max(1, this.source.size - 1);
  }

  by(rows: number): void {
    let left = Math.trunc(rows) || Math.sign(rows);
    while (left > 0 && !this.endIsShown()) {
      const row = this.row(this.top);
      if (row === undefined) {
        break;
      }
      this.top = row.to;
      left--;
    }
    while (left < 0 && this.top > 0) {
      const before = this.before(this.top);
      if (before === undefined) {
        break;
      }
      this.top = before;
      left++;
    }
  }

  private endIsShown(): boolean {
    const rows = this.rows(Math.floor(this.fits));
    return rows.length > 0 && rows[rows.length - 1]!.to >= this.source.size;
  }

  to(ratio: number): void {
    if (ratio >= 1) {
      this.toEnd();
    } else {
      this.show(Math.floor(ratio * this.lastTop()));
    }
  }

  /** Shows the row that has this offset as the first one. If its bytes are not here, they are wanted and placed later. */
  show(offset: number): void {
    const at = Math.max(0, Math.min(offset, this.source.size - 1));
    this.top = this.rowStart(at) ?? at;
  }

  private toEnd(): void {
    this.top = Math.max(0, this.source.size - 1);
    this.top = this.rowStart(this.top) ?? this.top;
    this.by(-Math.max(0, Math.floor(this.fits) - 1));
  }

  /** Called when bytes arrived: the first row is moved to where a row begins. */
  settle(): void {
    if (this.top >= this.source.size - 1 && this.source.size > 0) {
      this.toEnd();
    } else {
      this.show(this.top);
    }
  }

  fit(rows: number): void {
    this.fits = Math.max(1, rows);
  }

  cut(): number {
    return 0;
  }

  /** The rows from the first one on, as far as their bytes are here. */
  rows(count: number): ByteRow[] {
    const rows: ByteRow[] = [];
    let at = this.top;
    while (rows.length < count && at < this.source.size) {
      const row = this.row(at);
      if (row === undefined) {
        break;
      }
      rows.push(row);
      at = row.to;
    }
    return rows;
  }

  /** The row that begins at an offset; undefined if bytes are missing. */
  row(from: number): ByteRow | undefined {
    const size = this.source.size;
    const end = Math.min(size, from + this.width);
    for (let at = from; at < end; at++) {
      const byte = this.source.byte(at);
      if (byte === undefined) {
        return undefined;
      }
      if (byte === FEED) {
        return { from, to: at + 1, ended: true };
      }
    }
    // a feed right behind a full row belongs to it, so that no empty row follows
    if (end < size && this.source.byte(end) === FEED) {
      return { from, to: end + 1, ended: true };
    }
    const to = this.whole(end);
    return { from, to: to > from ? to : end, ended: false };
  }

  /** The offset at which the row begins that has a byte; undefined if bytes are missing. */
  rowStart(offset: number): number | undefined {
    const start = this.lineStart(offset);
    if (start === undefined) {
      return undefined;
    }
    let at = this.whole(start);
    for (;;) {
      const row = this.row(at);
      if (row === undefined) {
        return undefined;
      }
      if (row.to > offset || row.to >= this.source.size) {
        return at;
      }
      at = row.to;
    }
  }

  private before(offset: number): number | undefined {
    return offset <= 0 ? undefined : this.rowStart(offset - 1);
  }

  private lineStart(offset: number): number | undefined {
    const least = Math.max(0, offset - LOOKBACK);
    for (let at = offset - 1; at >= least; at--) {
      const byte = this.source.byte(at);
      if (byte === undefined) {
        return undefined;
      }
      if (byte === FEED) {
        return at + 1;
      }
    }
    return least === 0 ? 0 : Math.floor(offset / LOOKBACK) * LOOKBACK;
  }

  /** The next offset that does not cut a character of UTF-8. */
  private whole(offset: number): number {
    for (let at = offset; at < offset + 4; at++) {
      const byte = this.source.byte(at);
      if (byte === undefined || (byte & 0xc0) !== 0x80) {
        return at;
      }
    }
    return offset;
  }

  /** The range of bytes that the screen needs. */
  needed(): { from: number; to: number } {
    return {
      from: Math.max(0, this.top - LOOKBACK),
      to: Math.min(this.source.size, this.top + 2 * Math.ceil(this.fits + 2) * this.width + 4),
    };
  }
}
