import assert from "node:assert/strict";
import { test } from "node:test";
import { allTypes, errorChip, hasChip, turnChip, typeChips } from "../src/filter/chips";
import { tokens } from "../src/filter/tokens";
import { forSeeds } from "./random";

test("the overlay shows exactly the text of the box", () => {
  const pieces = ["~b", "status", " ", ">=", "500", "\"a b", "'", "\\", "(", ")", "&", "|", "ü", "😀", "and", "~", ":", "!", "x.y/z", "4xx", "in (a, b)", "\t"];
  forSeeds(400, (below, seed) => {
    const text = Array.from({ length: below(12) }, () => pieces[below(pieces.length)]).join("");
    assert.equal(tokens(text).map(token => token.text).join(""), text, `seed ${seed}`);
  });
});

test("names, operators, numbers and texts are told apart", () => {
  const kinds = (text: string) => tokens(text).filter(token => token.kind !== "space").map(token => `${token.kind}:${token.text}`);
  assert.deepEqual(kinds("status >= 500 and ~b \"x y\""), ["name:status", "operator:>=", "number:500", "operator:and", "operator:~b", "text:\"x y\""]);
  assert.deepEqual(kinds("status:4xx android"), ["name:status", "operator::", "number:4xx", "word:android"]);
});

test("a chip adds its expression and takes it away again, whatever the filter was", () => {
  for (const base of ["", "api", "~d example.com", "a | b", "x y", "(a | b)", "(a) | (b)", "host = \"a)\" | ~e"]) {
    for (const chip of [...typeChips, errorChip]) {
      const on = turnChip(base, chip);
      assert.ok(hasChip(on, chip), on);
      const off = turnChip(on, chip);
      assert.ok(off === base || `(${off})` === base || off === `(${base})`, `${base} + ${chip.id} = ${on}, back ${off}`);
      assert.ok(!hasChip(off, chip));
    }
  }
});

test("one type takes the place of another, and errors stay", () => {
  const [data, doc] = typeChips;
  assert.ok(data && doc);
  const both = turnChip(turnChip("api", data), errorChip);
  const other = turnChip(both, doc);
  assert.ok(hasChip(other, doc) && hasChip(other, errorChip) && !hasChip(other, data), other);
  assert.equal(allTypes(turnChip("api", doc)), "api");
});

test("alternatives are kept together when a chip is added", () => {
  const [data] = typeChips;
  assert.ok(data);
  assert.equal(turnChip("a | b", data), "(a | b) & type ~ json");
  assert.equal(turnChip("x y", data), "(x y) & type ~ json");
});
