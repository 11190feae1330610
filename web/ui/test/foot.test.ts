import assert from "node:assert/strict";
import { test } from "node:test";
import { shippingText } from "../src/frame/foot";

test("the last line says how far the shared store is behind", () => {
  assert.equal(shippingText({ behind: 0 }), "all shipped");
  assert.equal(shippingText({ behind: 120, seconds: 0.8 }), "shipping: 120 flows behind, 800 ms");
  assert.equal(shippingText({ behind: 1, seconds: 75, refused: 2, failure: "connection refused" }), "not shipping, shipping: 1 flow behind, 1 min 15 s, 2 flows refused");
});
