import assert from "node:assert/strict";
import { test } from "node:test";
import { statusText } from "../src/list/columns";
import { setColumns } from "../src/list/row";

test("the status of a flow that failed before it had one says so", () => {
  setColumns(["state", "status"]);
  assert.equal(statusText(["complete", 204]), "204");
  assert.equal(statusText(["failed", 0]), "failed");
  assert.equal(statusText(["failed", 200]), "200");
  assert.equal(statusText(["open", 0]), "");
});
