import assert from "node:assert/strict";
import { test } from "node:test";
import { dragged, moved, step, toBrush, toRange, type Brush } from "../src/timeline/brush";
import { isoTime, narrowed, parseTime, rangeOf, withoutRange, withRange } from "../src/timeline/range";

test("times keep their microseconds", () => {
  for (const micros of [0, 1, 999_999, 1_700_000_000_000_001, 1_764_300_000_500_000]) assert.equal(parseTime(isoTime(micros)), micros);
  assert.equal(isoTime(1_500_000), "1970-01-01T00:00:01.5Z");
});

test("a range is the end of a filter, is replaced there, and is taken away again", () => {
  const range = { from: 1_700_000_000_000_000, to: 1_700_000_001_000_000 };
  for (const filter of ["", "~d api", 'a | b & "x y"', "started >= -10min"]) {
    const ranged = withRange(filter, range);
    assert.deepEqual(rangeOf(ranged), range);
    assert.equal(withoutRange(ranged), filter);
    assert.equal(withRange(ranged, range), ranged);
    assert.equal(withRange(ranged, null), filter);
  }
  assert.equal(rangeOf("~d api"), null);
  assert.equal(narrowed(withRange("", range), "host = a"), withRange("host = a", range));
});

test("a drag in either direction brushes whole buckets, a click one", () => {
  assert.deepEqual(dragged(0.5, 0.5, 10), { from: 5, to: 6 });
  assert.deepEqual(dragged(0.31, 0.58, 10), { from: 3, to: 6 });
  assert.deepEqual(dragged(0.58, 0.31, 10), { from: 3, to: 6 });
  assert.deepEqual(dragged(1, 1, 10), { from: 9, to: 10 });
});

test("any sequence of keys keeps a brush of at least one bucket within the timeline", () => {
  const keys = ["ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End"];
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  let brush: Brush = { from: 3, to: 9 };
  for (let i = 0; i < 5000; i++) {
    const by = step(keys[random(keys.length)] ?? "", random(2) === 1, 300);
    assert.ok(by !== null);
    brush = moved(brush, (["from", "to", "both"] as const)[random(3)] ?? "both", by, 300);
    assert.ok(brush.from >= 0 && brush.to <= 300 && brush.to > brush.from, JSON.stringify(brush));
  }
});

test("buckets and times are turned into each other", () => {
  const range = toRange({ from: 2, to: 5 }, 1000, 10);
  assert.deepEqual(range, { from: 1020, to: 1050 });
  assert.deepEqual(toBrush(range, 1000, 10, 20), { from: 2, to: 5 });
  assert.equal(toBrush({ from: 0, to: 10 }, 1000, 10, 20), null);
});
