import assert from "node:assert/strict";
import test from "node:test";
import { ByteLines } from "../src/viewers/bytelines";
import { ByteSource, PAGE } from "../src/viewers/source";

/** A source whose pages are all here. */
async function sourceOf(bytes: Uint8Array): Promise<ByteSource> {
  const source = new ByteSource(async (from, to) => ({ bytes: bytes.slice(from, to), total: bytes.length }), bytes.length, true, () => undefined, error => assert.fail(String(error)));
  source.want(0, bytes.length);
  await new Promise(resolve => setImmediate(resolve));
  return source;
}

async function linesOf(text: string, width: number): Promise<ByteLines> {
  const lines = new ByteLines(await sourceOf(new TextEncoder().encode(text)), width, 20);
  lines.fit(4);
  return lines;
}

function textOf(lines: ByteLines, count: number): string[] {
  return lines.rows(count).map(row => new TextDecoder().decode(lines.source.slice(row.from, row.to)));
}

test("short lines are rows, long ones are cut into rows", async () => {
  const lines = await linesOf("one\ntwo\n\n0123456789abcdef\nend", 10);
  assert.deepEqual(textOf(lines, 9), ["one\n", "two\n", "\n", "0123456789", "abcdef\n", "end"]);
});

test("a line that fills its row exactly has no empty row behind it", async () => {
  const lines = await linesOf("0123456789\nnext", 10);
  assert.deepEqual(textOf(lines, 9), ["0123456789\n", "next"]);
});

test("rows never cut a character", async () => {
  const lines = await linesOf("äöüäöüäöüäöü日本語日本語", 7);
  assert.ok(textOf(lines, 20).every(row => !row.includes("\ufffd")), textOf(lines, 20).join("|"));
  assert.equal(textOf(lines, 20).join(""), "äöüäöüäöüäöü日本語日本語");
});

test("going down and up again leads to the same rows", async () => {
  const text = Array.from({ length: 300 }, (_, index) => "x".repeat((index * 37) % 95)).join("\n") + "y".repeat(90_000);
  const lines = await linesOf(text, 40);
  const starts = lines.rows(400).map(row => row.from);
  lines.by(200);
  assert.equal(lines.top, starts[200]);
  lines.by(-200);
  assert.equal(lines.top, 0);
  for (let index = 1; index < starts.length; index++) {
    lines.top = starts[index]!;
    lines.by(-1);
    assert.equal(lines.top, starts[index - 1], `row before ${index}`);
  }
});

test("any offset is in the row that is shown for it", async () => {
  const text = "a".repeat(70_000) + "\n" + "short\n".repeat(1000) + "z".repeat(50_000);
  const lines = await linesOf(text, 64);
  for (let offset = 0; offset < text.length; offset += 611) {
    lines.show(offset);
    const [row] = lines.rows(1);
    assert.ok(row && row.from <= offset && offset < row.to, `offset ${offset} in ${row?.from}-${row?.to}`);
  }
});

test("the end shows the last rows and not a row less", async () => {
  const lines = await linesOf("a\nb\nc\nd\ne\nf\ng", 10);
  lines.to(1);
  assert.deepEqual(textOf(lines, 9), ["d\n", "e\n", "f\n", "g"]);
  lines.by(5);
  assert.deepEqual(textOf(lines, 9), ["d\n", "e\n", "f\n", "g"]);
});

test("bytes that are not here give no row and are wanted", async () => {
  const asked: number[] = [];
  const source = new ByteSource(async from => (asked.push(from), new Promise(() => undefined)), 1 << 30, true, () => undefined, () => undefined);
  const lines = new ByteLines(source, 100, 20);
  lines.fit(40);
  lines.to(0.7);
  assert.deepEqual(lines.rows(3), []);
  const { from, to } = lines.needed();
  source.want(from, to);
  assert.ok(asked.length >= 1 && asked.length <= 2, String(asked));
  assert.ok(asked.every(offset => offset % PAGE === 0 && Math.abs(offset - 0.7 * (1 << 30)) < 2 * PAGE), String(asked));
});
