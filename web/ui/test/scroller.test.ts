import assert from "node:assert/strict";
import { test } from "node:test";
import { covers, MOST_SPACER, Scroller, wanted } from "../src/list/scroller";
import { forSeeds } from "./random";

function scroller(size: number, height = 720, rowHeight = 24): Scroller {
  const made = new Scroller();
  made.height = height;
  made.rowHeight = rowHeight;
  made.resize(size, false);
  return made;
}

/** What a browser does when scrollTop is set: whole pixels, within its range. */
function browserSets(made: Scroller, pixels: number): number {
  return Math.round(Math.min(Math.max(0, made.spacer - made.height), Math.max(0, pixels)));
}

test("the spacer never exceeds what browsers can show", () => {
  for (const size of [0, 1, 1000, 333_333, 1_000_000, 100_000_000]) assert.ok(scroller(size).spacer <= MOST_SPACER);
});

test("every rank can be reached, and shown whole", () => {
  forSeeds(300, (below, seed) => {
    const size = 1 + below(below(2) ? 2_000_000 : 3000);
    const made = scroller(size, 200 + below(1200), below(2) ? 24 : 28);
    const rank = below(size);
    made.moveTo(below(size));
    made.reveal(rank);
    assert.ok(made.top <= rank && (rank + 1 <= made.top + made.screen + 1e-9 || made.screen < 1), `seed ${seed}: rank ${rank} at ${made.top}`);
  });
});

test("the place of the scrollbar and the top mean each other", () => {
  forSeeds(500, (below, seed) => {
    const made = scroller(below(3_000_000), 200 + below(1200));
    const top = (made.maxTop * below(1_000_001)) / 1_000_000;
    assert.ok(Math.abs(made.topOf(made.pixelsOf(top)) - top) < 1e-3, `seed ${seed}: ${top}`);
    assert.equal(made.topOf(0), 0);
    assert.ok(Math.abs(made.topOf(made.pixelsOf(made.maxTop)) - made.maxTop) < 1e-6, `seed ${seed}`);
  });
});

test("the scrollbar falls and rises with the top", () => {
  const made = scroller(1_000_000);
  let last = -1;
  for (let top = 0; top <= made.maxTop; top += 97.3) {
    assert.ok(made.pixelsOf(top) > last, String(top));
    last = made.pixelsOf(top);
  }
});

test("a wheel moves by pixels, wherever the list stands, and reaches both ends", () => {
  forSeeds(60, (below, seed) => {
    const made = scroller(1 + below(2_000_000), 300 + below(900));
    made.moveTo(below(Math.max(1, Math.floor(made.maxTop))));
    const down = below(2) === 1;
    made.moveTo(down ? Math.max(0, made.maxTop - below(2000)) : below(2000));
    made.scrollTop = browserSets(made, made.pixelsOf(made.top));
    for (let turn = 0; turn < 3000 && made.top !== (down ? made.maxTop : 0); turn++) {
      const before = made.top;
      const pixels = browserSets(made, made.scrollTop + (down ? 100 : -100));
      const delta = pixels - made.scrollTop;
      const moved = made.scrolled(pixels);
      assert.ok(Math.abs(moved) <= 100 / made.rowHeight + 1 + 1e-6, `seed ${seed}: ${delta} px moved ${moved} rows from ${before}`);
      const correction = made.correction();
      if (correction !== null) made.scrollTop = browserSets(made, correction);
    }
    assert.ok(Math.abs(made.top - (down ? made.maxTop : 0)) < 0.05, `seed ${seed}: stuck at ${made.top} of ${made.maxTop}`);
  });
});

test("dragging the scrollbar goes to the share of the list that it shows", () => {
  const made = scroller(1_000_000);
  made.scrolled(4_000_000);
  assert.ok(Math.abs(made.top / made.maxTop - 0.5) < 0.001);
  made.scrolled(made.spacer - made.height);
  assert.equal(made.top, made.maxTop);
});

test("the top survives inserts and removals above, and any size", () => {
  forSeeds(300, (below, seed) => {
    const made = scroller(500 + below(1_000_000));
    made.moveTo(100 + below(300) + 0.4);
    const top = made.top;
    const came = below(50);
    made.resize(made.size + came, false);
    made.shift(came);
    assert.ok(Math.abs(made.top - (top + came)) < 1e-9, `seed ${seed}`);
    made.resize(below(40), false);
    assert.ok(made.top >= 0 && made.top <= made.maxTop, `seed ${seed}`);
  });
});

test("in tail the last row stays the last on the screen", () => {
  const made = scroller(1000);
  for (let size = 1000; size < 400_000; size += 777) {
    made.resize(size, true);
    assert.ok(Math.abs(made.top + made.screen - size) < 1e-6);
  }
});

test("the window asked for covers the screen and is bounded", () => {
  forSeeds(500, (below, seed) => {
    const made = scroller(1 + below(2_000_000), 100 + below(3000));
    made.moveTo(below(made.size));
    for (const direction of [-1, 0, 1]) {
      const window = wanted(made, direction);
      assert.ok(covers(window, made), `seed ${seed}: ${JSON.stringify(window)} top ${made.top} of ${made.size}`);
      assert.ok(window.count <= 200 && window.from >= 0, `seed ${seed}: ${JSON.stringify(window)}`);
    }
  });
});
