import assert from "node:assert/strict";
import { test } from "node:test";
import { allColumns, statusText } from "../src/list/columns";
import { placeOf, rangeOf } from "../src/list/phases";
import { setColumns } from "../src/list/row";

test("the status of a flow that failed before it had one says so", () => {
  setColumns(["state", "status"]);
  assert.equal(statusText(["complete", 204]), "204");
  assert.equal(statusText(["failed", 0]), "failed");
  assert.equal(statusText(["failed", 200]), "200");
  assert.equal(statusText(["open", 0]), "");
});

test("a flow whose time is not known has none in the list, and no place in the waterfall", () => {
  setColumns(["started", "duration"]);
  const started = allColumns.find(column => column.id === "started");
  assert.equal(started?.text([null, null]), "");
  assert.match(started?.text([1_700_000_000_000_000, 5]) ?? "", /\d:\d\d:\d\d/);
  const range = rangeOf([[null, null], [1_700_000_000_000_000, 5]]);
  assert.deepEqual(range, { from: 1_700_000_000_000_000, to: 1_700_000_000_005_000 });
  assert.deepEqual(placeOf([null, null], range), { at: 0, share: 0 });
  assert.deepEqual(rangeOf([[null, null]]), { from: 0, to: 1 });
});
