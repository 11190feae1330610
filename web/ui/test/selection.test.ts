import assert from "node:assert/strict";
import { test } from "node:test";
import { Selection, writeIds } from "../src/list/selection";
import { forSeeds } from "./random";

test("ranges select what single rows would", () => {
  forSeeds(200, (below, seed) => {
    const size = 1 + below(60);
    const selection = new Selection();
    let model = new Set<number>();
    let anchor = 0;
    for (let step = 0; step < 30; step++) {
      const rank = below(size);
      switch (below(5)) {
        case 0:
          selection.only(rank);
          model = new Set([rank]);
          anchor = rank;
          break;
        case 1:
          selection.extend(rank);
          model = new Set();
          for (let i = Math.min(anchor, rank); i <= Math.max(anchor, rank); i++) model.add(i);
          break;
        case 2:
          selection.selectAll();
          model = new Set(Array.from({ length: size }, (_, i) => i));
          break;
        default:
          selection.toggle(rank, size);
          if (!model.delete(rank)) model.add(rank);
          anchor = rank;
      }
      for (let i = 0; i < size; i++) assert.equal(selection.has(i), model.has(i), `seed ${seed}, step ${step}, rank ${i}`);
      assert.equal(selection.count(size), model.size, `seed ${seed}, step ${step}`);
    }
  });
});

test("rows that come above move the selection with its flows", () => {
  const selection = new Selection();
  selection.only(5);
  selection.toggle(9, 20);
  selection.shift(3, 4);
  assert.deepEqual(selection.ranges, [[9, 10], [13, 14]]);
  selection.shift(10, 1);
  assert.deepEqual(selection.ranges, [[9, 10], [14, 15]]);
});

test("numbers are written as ranges", () => {
  assert.equal(writeIds([5, 3, 4, 9, 11, 12, 3]), "3-5,9,11-12");
  assert.equal(writeIds([]), "");
});
