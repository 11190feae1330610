import assert from "node:assert/strict";
import { test } from "node:test";
import { inLanes } from "../src/charts/WaterfallChart";
import { shorten } from "../src/charts/Bars";
import { SERIES } from "../src/charts/palette";
import { bucketFilter, cellFilter, durationFilter, durationText } from "../src/stats/filters";
import { groupFilter, keyText } from "../src/stats/groups";
import { pairs } from "../src/stats/Matrix";
import type { Group, TimeBucket } from "../src/stats/shapes";
import { cumulated, mostOf, segments, total } from "../src/stats/stack";

const bucket = (changes: Partial<TimeBucket>): TimeBucket => ({ t: 0, s1: 0, s2: 0, s3: 0, s4: 0, s5: 0, other: 0, failed: 0, up: 0, down: 0, ...changes });
const group = (key: Group["key"], flows: number, filter = ""): Group => ({ key, flows, errors: 0, request_bytes: 0, response_bytes: 0, p50: null, p95: null, p99: null, filter });

test("the segments of a bar stand on each other and end at its sum", () => {
  const full = bucket({ s2: 5, s4: 2, failed: 1 });
  assert.deepEqual(segments(full), [
    { series: "s2", from: 0, to: 5 },
    { series: "s4", from: 5, to: 7 },
    { series: "failed", from: 7, to: 8 },
  ]);
  assert.equal(total(full), 8);
  assert.equal(mostOf([bucket({ s2: 1 }), full]), 8);
  const sums = cumulated([full, bucket({ s5: 3 })]);
  assert.equal(sums.length, SERIES.length);
  assert.deepEqual(sums.at(-1), [8, 3]);
});

test("clicks on charts add to the filter in force and keep its range of time last", () => {
  assert.equal(durationText(0.25), "250us");
  assert.equal(durationText(12.3456), "12.346ms");
  assert.equal(durationFilter("", 0, 10), "duration < 10ms");
  assert.equal(durationFilter("~d api", 1, 2.5), "~d api duration >= 1ms duration < 2.5ms");
  const ranged = bucketFilter("a | b", 1_700_000_000_000_000, 500_000);
  assert.equal(ranged, "a | b started >= 2023-11-14T22:13:20Z started < 2023-11-14T22:13:20.5Z");
  assert.equal(cellFilter(ranged, 1_700_000_000_000_000, 1_000_000, 1, 2), "a | b duration >= 1ms duration < 2ms started >= 2023-11-14T22:13:20Z started < 2023-11-14T22:13:21Z");
  assert.equal(groupFilter("~e", group("x", 1, "host = x")), "~e host = x");
  assert.equal(groupFilter("~e", group("x", 1)), "");
});

test("pairs of keys become a table with the largest sums first", () => {
  const table = pairs([group(["connect", "a.test"], 1), group(["connect", "b.test"], 5), group([null as never, "b.test"], 2)], 8);
  assert.deepEqual(table.columns, ["b.test", "a.test"]);
  assert.deepEqual(table.rows, ["connect", "none"]);
  assert.equal(table.most, 5);
  assert.equal(table.cells.get("none\nb.test")?.flows, 2);
  assert.equal(keyText(group(null, 1)), "none");
});

test("a waterfall is in lanes by connection, in each by time; flows of no lane come last", () => {
  const flow = (id: number, connection: number, from: number) => ({ id, connection, method: "GET", host: "a", path: "/", status: 200, phases: [{ phase: "wait" as const, from, to: from + 1 }] });
  const { flows, starts } = inLanes({ from: 0, to: 9, lanes: [{ connection: 2, server: "" }, { connection: 1, server: "" }], flows: [flow(1, 1, 0), flow(2, 2, 5), flow(3, 2, 1), flow(4, 9, 0)] });
  assert.deepEqual(flows.map(each => each.id), [3, 2, 1, 4]);
  assert.deepEqual(starts, [0, 2, 3]);
});

test("a long name is cut in its middle", () => {
  assert.equal(shorten("short", 100), "short");
  const cut = shorten("https://api.example/v1/items/1234567890", 100);
  assert.ok(cut.length <= 14 && cut.includes("…") && cut.startsWith("https") && cut.endsWith("7890"));
});
