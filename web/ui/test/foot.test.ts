import assert from "node:assert/strict";
import { test } from "node:test";
import { shippingText } from "../src/frame/foot";

test("the last line says how far the shared store is behind", () => {
  const store = "postgresql://db.example/steno";
  assert.equal(shippingText({ store, behind: 0, trouble: null }), "shipping: none behind");
  assert.equal(shippingText({ store, behind: 120 }), "shipping: 120 flows behind");
  assert.equal(shippingText({ store, behind: 120, behind_seconds: 1 }), "shipping: 120 flows behind");
  assert.equal(shippingText({ store, behind: 120, behind_seconds: 75 }), "shipping: 120 flows behind, for 1 min 15 s");
  assert.equal(shippingText({ store, behind: 1, refused: 2, trouble: "connection refused" }), "not shipping: 1 flow behind, 2 flows refused");
});
