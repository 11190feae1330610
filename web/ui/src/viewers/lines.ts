/** The lines of a text that is here as a whole: their places, which are shown while some are folded, and wrapping. */

export interface Rows {
  /** The number of rows. */
  readonly count: number;
  /** The line that a row shows, and the part of it. */
  row(index: number): { line: number; from: number; to: number };
  /** The first row of a line, or of the folded line that hides it. */
  rowOf(line: number): number;
}

export class Lines {
  private readonly starts: Int32Array;
  readonly count: number;
  readonly longest: number;

  constructor(readonly text: string) {
    let starts = new Int32Array(1024);
    let count = 1;
    let longest = 0;
    let at = 0;
    for (let feed = text.indexOf("\n"); feed >= 0; feed = text.indexOf("\n", at)) {
      longest = Math.max(longest, feed - at);
      at = feed + 1;
      if (count === starts.length) {
        const larger = new Int32Array(count * 2);
        larger.set(starts);
        starts = larger;
      }
      starts[count++] = at;
    }
    longest = Math.max(longest, text.length - at);
    // a feed at the end ends the last line and begins none
    this.count = count > 1 && starts[count - 1] === text.length ? count - 1 : count;
    this.starts = starts.subarray(0, count);
    this.longest = longest;
  }

  start(line: number): number {
    return this.starts[line] ?? this.text.length;
  }

  /** The text of a line without its end. */
  line(line: number): string {
    const start = this.start(line);
    let end = line + 1 < this.starts.length ? this.starts[line + 1]! - 1 : this.text.length;
    if (end > start && this.text.charCodeAt(end - 1) === 0x0d) {
      end--;
    }
    return this.text.slice(start, end);
  }

  length(line: number): number {
    const end = line + 1 < this.starts.length ? this.starts[line + 1]! - 1 : this.text.length;
    return end - this.start(line);
  }

  /** The line that has a character. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The columns of white space before the text of a line; -1 for an empty line. */
  indent(line: number): number {
    for (let at = this.start(line); at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 0x0a || code === 0x0d) {
        return -1;
      }
      if (code !== 0x20 && code !== 0x09) {
        return at - this.start(line);
      }
    }
    return -1;
  }

  /** Whether lines below this one are indented deeper, so that they can be folded. */
  foldable(line: number): boolean {
    const indent = this.indent(line);
    return indent >= 0 && line + 1 < this.count && this.indent(line + 1) > indent;
  }

  /** The first line that is not below this one. */
  afterFold(line: number): number {
    const indent = this.indent(line);
    let next = line + 1;
    while (next < this.count) {
      const other = this.indent(next);
      if (other >= 0 && other <= indent) {
        break;
      }
      next++;
    }
    return next;
  }
}

/**
 * The rows of lines.
 *
 * @param columns the most characters of a row; undefined to show each line as one row
 */
export function rowsOf(lines: Lines, folded: ReadonlySet<number>, columns: number | undefined): Rows {
  const wraps = columns !== undefined && lines.longest > columns;
  if (folded.size === 0 && !wraps) {
    return {
      count: lines.count,
      row: (index) => ({ line: index, from: 0, to: lines.length(index) }),
      rowOf: (line) => line,
    };
  }
  const width = wraps ? columns : Number.MAX_SAFE_INTEGER;
  const first = new Int32Array(lines.count + 1);
  const shown = new Int32Array(lines.count);
  let rows = 0;
  let count = 0;
  for (let line = 0; line < lines.count; ) {
    shown[count] = line;
    first[count++] = rows;
    rows += Math.max(1, Math.ceil(lines.length(line) / width));
    line = folded.has(line) ? lines.afterFold(line) : line + 1;
  }
  first[count] = rows;
  return {
    count: rows,
    row: (index) => {
      const at = atMost(first, count, index);
      const part = index - first[at]!;
      const line = shown[at]!;
      return { line, from: part * width, to: Math.min(lines.length(line), (part + 1) * width) };
    },
    rowOf: (line) => first[atMost(shown, count, line)]!,
  };
}

/** The last place whose value is at most the one asked for. */
function atMost(values: Int32Array, count: number, value: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (values[middle]! <= value) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
