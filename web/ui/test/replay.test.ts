import assert from "node:assert/strict";
import { test } from "node:test";
import { flowsOf } from "../src/replay/again";

test("a set of the API is named to commands by a filter, or by its name", () => {
  assert.equal(flowsOf("@shown"), "@shown");
  assert.equal(flowsOf("12"), "id = 12");
  assert.equal(flowsOf("3-7,12"), "id >= 3 & id <= 7 | id = 12");
});
