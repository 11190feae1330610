/**
 * A JSON text as a tape of nodes with the places of their text, so that numbers stay as they are written and a large
 * document costs no object for each value. Lenient: it ends where the text stops being JSON, and says so.
 */

export type JsonKind = "object" | "array" | "string" | "number" | "literal";

const KINDS: readonly JsonKind[] = ["object", "array", "string", "number", "literal"];
const OBJECT = 0;
const ARRAY = 1;
const STRING = 2;
const NUMBER = 3;
const LITERAL = 4;

/** Upper bound on nesting, as the server's views have one. */
const DEEPEST = 512;

export class JsonTape {
  private kinds = new Uint8Array(1024);
  /** Start and end of the value in the text, start of its key (-1: none), parent, and the node after its subtree. */
  private cells = new Int32Array(5 * 1024);
  private count = 0;
  /** Where the text stopped being JSON; undefined if it is well-formed. */
  problem: number | undefined;

  constructor(readonly text: string) {
    new Scanner(this, text).run();
  }

  get size(): number {
    return this.count;
  }

  add(kind: number, start: number, key: number, parent: number): number {
    if (this.count === this.kinds.length) {
      const kinds = new Uint8Array(this.count * 2);
      kinds.set(this.kinds);
      this.kinds = kinds;
      const cells = new Int32Array(this.count * 10);
      cells.set(this.cells);
      this.cells = cells;
    }
    const node = this.count++;
    this.kinds[node] = kind;
    this.cells.set([start, start, key, parent, node + 1], node * 5);
    return node;
  }

  close(node: number, end: number): void {
    this.cells[node * 5 + 1] = end;
    this.cells[node * 5 + 4] = this.count;
  }

  kind(node: number): JsonKind {
    return KINDS[this.kinds[node]!]!;
  }

  isContainer(node: number): boolean {
    return this.kinds[node]! <= ARRAY;
  }

  parent(node: number): number {
    return this.cells[node * 5 + 3]!;
  }

  /** The first node that is not below this one. */
  after(node: number): number {
    return this.cells[node * 5 + 4]!;
  }

  /** The value as it is written. */
  source(node: number): string {
    return this.text.slice(this.cells[node * 5], this.cells[node * 5 + 1]);
  }

  /** The key in the object around it; undefined in an array and at the top. */
  key(node: number): string | undefined {
    const start = this.cells[node * 5 + 2]!;
    if (start < 0) {
      return undefined;
    }
    return unquote(this.text.slice(start, stringEnd(this.text, start)));
  }

  depth(node: number): number {
    let depth = 0;
    for (let at = this.parent(node); at >= 0; at = this.parent(at)) {
      depth++;
    }
    return depth;
  }

  /** The position among the values of the array or object around it. */
  index(node: number): number {
    let index = 0;
    for (let at = this.parent(node) + 1; at < node; at = this.after(at)) {
      index++;
    }
    return index;
  }

  children(node: number): number {
    let children = 0;
    for (let at = node + 1; at < this.after(node); at = this.after(at)) {
      children++;
    }
    return children;
  }

  /** The path as JavaScript and jq write it: {@code .items[3]["odd key"]}. */
  path(node: number): string {
    let path = "";
    for (let at = node; this.parent(at) >= 0; at = this.parent(at)) {
      const key = this.key(at);
      path =
        (key === undefined
          ? "[" + this.index(at) + "]"
          : /^[A-Za-z_$][\w$]*$/.test(key)
            ? "." + key
            : "[" + JSON.stringify(key) + "]") + path;
    }
    return path === "" ? "." : path;
  }
}

/** The value of a JSON string; the text without its quotes if an escape is malformed. */
export function unquote(source: string): string {
  try {
    return String(JSON.parse(source));
  } catch {
    return source.slice(1, source.endsWith('"') && source.length > 1 ? -1 : undefined);
  }
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) {
      return text.length;
    }
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === 0x5c) {
      slashes++;
    }
    if (slashes % 2 === 0) {
      return quote + 1;
    }
    at = quote + 1;
  }
}

class Scanner {
  private at = 0;

  constructor(
    private readonly tape: JsonTape,
    private readonly text: string,
  ) {}

  /** Reads all values at the top: several are newline-delimited JSON. */
  run(): void {
    try {
      this.space();
      while (this.at < this.text.length) {
        this.value(-1, -1, 0);
        this.space();
      }
    } catch (error) {
      if (!(error instanceof Malformed)) {
        throw error;
      }
      this.tape.problem = this.at;
    }
  }

  private value(key: number, parent: number, depth: number): void {
    const start = this.at;
    const code = this.text.charCodeAt(start);
    if (code === 0x7b || code === 0x5b) {
      this.container(code === 0x7b, key, parent, depth);
      return;
    }
    let kind = LITERAL;
    if (code === 0x22) {
      kind = STRING;
      this.at = stringEnd(this.text, start);
    } else {
      while (this.at < this.text.length && !ends(this.text.charCodeAt(this.at))) {
        this.at++;
      }
      kind = code === 0x2d || (code >= 0x30 && code <= 0x39) ? NUMBER : LITERAL;
    }
    if (this.at === start || (kind === LITERAL && !/^(true|false|null)$/.test(this.text.slice(start, start + 6).slice(0, this.at - start)))) {
      this.at = start;
      throw new Malformed();
    }
    this.tape.close(this.tape.add(kind, start, key, parent), this.at);
  }

  private container(object: boolean, key: number, parent: number, depth: number): void {
    const node = this.tape.add(object ? OBJECT : ARRAY, this.at, key, parent);
    const close = object ? 0x7d : 0x5d;
    try {
      if (depth > DEEPEST) {
        throw new Malformed();
      }
      this.at++;
      this.space();
      if (this.text.charCodeAt(this.at) === close) {
        this.at++;
        return;
      }
      for (;;) {
        this.space();
        let name = -1;
        if (object) {
          name = this.at;
          this.expect(0x22, false);
          this.at = stringEnd(this.text, this.at);
          this.space();
          this.expect(0x3a, true);
          this.space();
        }
        this.value(name, node, depth + 1);
        this.space();
        if (this.text.charCodeAt(this.at) === close) {
          this.at++;
          return;
        }
        this.expect(0x2c, true);
      }
    } finally {
      this.tape.close(node, this.at);
    }
  }

  private expect(code: number, take: boolean): void {
    if (this.text.charCodeAt(this.at) !== code) {
      throw new Malformed();
    }
    if (take) {
      this.at++;
    }
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09 && code !== 0xfeff) {
        return;
      }
      this.at++;
    }
  }
}

class Malformed extends Error {}

function ends(code: number): boolean {
  return code === 0x2c || code === 0x5d || code === 0x7d || code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09 || code === 0x3a;
}

/** The nodes that are shown while some are folded, in order. */
export function visible(tape: JsonTape, folded: ReadonlySet<number>): Int32Array {
  const shown = new Int32Array(tape.size);
  let count = 0;
  for (let node = 0; node < tape.size; ) {
    shown[count++] = node;
    node = folded.has(node) ? tape.after(node) : node + 1;
  }
  return shown.subarray(0, count);
}

/** What is folded at first: all below the second level if the document is large. */
export function foldedAtFirst(tape: JsonTape): Set<number> {
  const folded = new Set<number>();
  if (tape.size <= 2_000) {
    return folded;
  }
  for (let node = 0; node < tape.size; ) {
    const deep = tape.isContainer(node) && tape.parent(node) >= 0;
    if (deep) {
      folded.add(node);
    }
    node = deep ? tape.after(node) : node + 1;
  }
  return folded;
}
