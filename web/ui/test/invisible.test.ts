import assert from "node:assert/strict";
import test from "node:test";
import { hasInvisible, marked, runs } from "../src/viewers/invisible";

test("plain text of any script is one run", () => {
  for (const text of ["GET /", "naïve — 日本語 עברית 👍🏽", "a\tb"]) {
    assert.equal(hasInvisible(text), false, text);
    assert.deepEqual(runs(text), [{ text }]);
  }
  assert.deepEqual(runs(""), []);
});

test("characters that reorder or hide text become marks", () => {
  assert.equal(marked("user\u202egnp.exe"), "user[RLO]gnp.exe");
  assert.equal(marked("a\u200bb\u2066c\u2069\ufeff"), "a[ZWSP]b[LRI]c[PDI][BOM]");
  assert.equal(marked("x\0y\x1b[31m\x7f"), "x[NUL]y[ESC][31m[DEL]");
  assert.equal(marked("tag\u{e0041}\u2028"), "tag[U+E0041][LS]");
  assert.equal(marked("nbsp\u00a0"), "nbsp[NBSP]");
});

test("a lone surrogate is marked and the text around it stays", () => {
  assert.deepEqual(runs("a\ud800b").map(run => run.mark ?? run.text), ["a", "U+D800", "b"]);
  assert.equal(hasInvisible("\u{1f600}"), false);
});

test("the runs together are the text", () => {
  const text = "\u202ea\u202cb\u0000\u{e0001}";
  assert.equal(runs(text).map(run => run.text).join(""), text);
});
