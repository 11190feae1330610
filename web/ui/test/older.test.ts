import assert from "node:assert/strict";
import { test } from "node:test";
import { before } from "../src/list/older";

test("older flows are asked for by a condition on their time, in place of the one before", () => {
  const first = before("", "2026-03-01T12:00:00.5Z");
  assert.equal(first, "started < 2026-03-01T12:00:00.5Z");
  assert.equal(before(first, "2026-02-01T00:00:00Z"), "started < 2026-02-01T00:00:00Z");
  const narrowed = before("status >= 400 | ~e", "2026-03-01T12:00:00Z");
  assert.equal(narrowed, "(status >= 400 | ~e) & started < 2026-03-01T12:00:00Z");
  assert.equal(before("(~m GET) | (~m PUT)", "2026-02-01T00:00:00Z"), "((~m GET) | (~m PUT)) & started < 2026-02-01T00:00:00Z");
  assert.equal(before(narrowed, "2026-02-01T00:00:00Z"), "(status >= 400 | ~e) & started < 2026-02-01T00:00:00Z");
});
