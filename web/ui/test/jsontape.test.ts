import assert from "node:assert/strict";
import test from "node:test";
import { foldedAtFirst, JsonTape, visible } from "../src/viewers/jsontape";

test("numbers stay as they are written", () => {
  const tape = new JsonTape('{"id":12345678901234567890,"x":1.0e+400,"y":-0}');
  assert.deepEqual([1, 2, 3].map(node => tape.source(node)), ["12345678901234567890", "1.0e+400", "-0"]);
});

test("a node has its path", () => {
  const tape = new JsonTape('{"items":[1,{"odd key":[null]}],"a.b":true}');
  const paths = Array.from({ length: tape.size }, (_, node) => tape.path(node));
  assert.deepEqual(paths, [".", ".items", ".items[0]", ".items[1]", '.items[1]["odd key"]', '.items[1]["odd key"][0]', '["a.b"]']);
});

test("keys and strings with escapes are read", () => {
  const tape = new JsonTape('{"a\\"b\\u0041":"x\\\\"}');
  assert.equal(tape.key(1), 'a"bA');
  assert.equal(tape.source(1), '"x\\\\"');
  assert.equal(tape.problem, undefined);
});

test("folded nodes hide what is below them", () => {
  const tape = new JsonTape('[[1,2],[3]]');
  assert.deepEqual([...visible(tape, new Set([1]))], [0, 1, 4, 5]);
  assert.equal(tape.children(0), 2);
  assert.equal(tape.index(4), 1);
});

test("several values at the top are newline-delimited JSON", () => {
  const tape = new JsonTape('{"a":1}\n{"a":2}\n');
  assert.equal(tape.problem, undefined);
  assert.deepEqual([...visible(tape, new Set([0, 2]))], [0, 2]);
});

test("text that ends or breaks off is read up to there", () => {
  for (const [text, problem] of [['{"a":[1,2', 9], ['{"a":1 "b"}', 7], ["[1,]", 3], ["nope", 0], ['{"a":undefined}', 5]] as const) {
    const tape = new JsonTape(text);
    assert.equal(tape.problem, problem, text);
  }
  assert.ok(new JsonTape("[".repeat(100_000)).problem !== undefined);
});

test("a large document begins folded", () => {
  const tape = new JsonTape(JSON.stringify(Array.from({ length: 3000 }, (_, id) => ({ id }))));
  assert.equal(visible(tape, foldedAtFirst(tape)).length, 3001);
});
