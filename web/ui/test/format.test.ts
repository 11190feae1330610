import assert from "node:assert/strict";
import { test } from "node:test";
import { duration, percent, plural, size, utc, visible } from "../src/format";

test("sizes have at most three digits", () => {
  assert.deepEqual([0, 812, 999, 1000, 4100, 9949, 9960, 99_949, 999_499, 999_500, 18e9, 5e15].map(size),
    ["0 B", "812 B", "999 B", "1 kB", "4.1 kB", "9.9 kB", "10 kB", "100 kB", "999 kB", "1 MB", "18 GB", "5000 TB"]);
});

test("durations go from parts of a millisecond to hours", () => {
  assert.deepEqual([null, 0, 0.42, 9.94, 12.3, 999.4, 1000, 1234, 59_949, 60_000, 185_000, 3_600_000, 7_260_000].map(duration),
    ["", "0 ms", "0.4 ms", "9.9 ms", "12 ms", "999 ms", "1 s", "1.2 s", "60 s", "1 min 00 s", "3 min 05 s", "1 h 00 min", "2 h 01 min"]);
});

test("instants in UTC keep their microseconds", () => {
  assert.equal(utc(1_700_000_000_123_456), "2023-11-14T22:13:20.123456Z");
});

test("what is not visible is marked", () => {
  assert.equal(visible("a\u202eb\u200bc\n\u0000é"), "a⟨U+202E⟩b⟨U+200B⟩c␊␀é");
});

test("numbers agree with their noun, and a small share is not none", () => {
  assert.equal(plural(1, "flow"), "1 flow");
  assert.equal(plural(1200, "flow"), "1,200 flows");
  assert.equal(percent(0.001), "<1 %");
  assert.equal(percent(0), "0 %");
});
