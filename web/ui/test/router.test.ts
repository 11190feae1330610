import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, parse } from "../src/router";

test("the fragment keeps filters with every character", () => {
  for (const filter of ["status >= 500", "host ~ \"a&b=c\" # x", "ü/?%20", "~b 'x y'"]) {
    const address = addressOf({ page: "flows", params: { f: filter, flow: "12" } });
    assert.deepEqual(parse(address), { page: "flows", params: { f: filter, flow: "12" } });
  }
});

test("an empty fragment is the list", () => {
  assert.deepEqual(parse(""), { page: "flows", params: {} });
  assert.deepEqual(parse("#/stats"), { page: "stats", params: {} });
});
