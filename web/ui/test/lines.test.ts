import assert from "node:assert/strict";
import test from "node:test";
import { colourLine } from "../src/viewers/colour";
import { Lines, rowsOf } from "../src/viewers/lines";

test("lines end at feeds, and a last feed begins none", () => {
  const lines = new Lines("a\r\nbb\n\nccc\n");
  assert.deepEqual(Array.from({ length: lines.count }, (_, line) => lines.line(line)), ["a", "bb", "", "ccc"]);
  assert.equal(new Lines("").count, 1);
  assert.equal(lines.lineAt(4), 1);
});

test("a line folds what is indented deeper", () => {
  const lines = new Lines('{\n  "a": [\n    1,\n    2\n  ],\n  "b": 3\n}');
  assert.deepEqual([0, 1, 2, 5].map(line => lines.foldable(line)), [true, true, false, false]);
  assert.equal(lines.afterFold(1), 4);
  const rows = rowsOf(lines, new Set([1]), undefined);
  assert.deepEqual(Array.from({ length: rows.count }, (_, row) => rows.row(row).line), [0, 1, 4, 5, 6]);
  assert.equal(rows.rowOf(3), 1);
});

test("wrapped lines are rows of as many columns", () => {
  const lines = new Lines("0123456789\nab\n01234");
  const rows = rowsOf(lines, new Set(), 4);
  assert.deepEqual(Array.from({ length: rows.count }, (_, index) => {
    const { line, from, to } = rows.row(index);
    return lines.line(line).slice(from, to);
  }), ["0123", "4567", "89", "ab", "0123", "4"]);
  assert.equal(rows.rowOf(2), 4);
});

test("the spans of a line are its text", () => {
  const samples: [string, string][] = [
    ["json", '  "a\\"b": -1.5e3, true, null, "tail'], ["json", "  not json: <b>"], ["html", '<a href="x" b=\'y\'>text &amp; <!-- c --> </a>'], ["xml", "<open"], ["text", "x"],
  ];
  for (const [syntax, line] of samples) assert.equal(colourLine(syntax, line).map(([, text]) => text).join(""), line);
  assert.deepEqual(colourLine("json", '"k": "v"').map(([kind]) => kind), ["key", "punctuation", "text", "string"]);
});
