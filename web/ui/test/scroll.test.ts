import assert from "node:assert/strict";
import test from "node:test";
import { RankModel, scrolled, scrollTopOf, TALLEST } from "../src/viewers/scroll";

const PANE = 600;
const ROW = 20;

function model(count: number): RankModel {
  const made = new RankModel(ROW);
  made.count = count;
  made.fit(PANE / ROW);
  return made;
}

function spacer(of: RankModel): number {
  return Math.max(PANE, Math.min(of.extent(), TALLEST));
}

test("in a list that fits the browser each pixel is a pixel", () => {
  const small = model(1000);
  scrolled(small, 0, 137, spacer(small), PANE, ROW);
  assert.ok(Math.abs(small.top * ROW - 137) < 0.001);
});

test("in a longer list a small move is pixels, a large one a share", () => {
  const large = model(67_108_864);
  large.top = 1_000_000;
  const at = scrollTopOf(large, spacer(large), PANE);
  scrolled(large, at, at + 60, spacer(large), PANE, ROW);
  assert.equal(Math.round(large.top), 1_000_003);
  scrolled(large, at, spacer(large) / 2 - PANE / 2, spacer(large), PANE, ROW);
  assert.ok(Math.abs(large.top / large.last - 0.5) < 0.001);
});

test("every rank can be reached", () => {
  const large = model(50_000_000);
  for (let rank = 0; rank < large.count; rank += 999_983) {
    large.centre(rank);
    large.reveal(rank);
    assert.ok(large.top <= rank && rank < large.top + large.fits, `rank ${rank}`);
  }
  scrolled(large, 1000, spacer(large) - PANE, spacer(large), PANE, ROW);
  assert.ok(large.atEnd);
  scrolled(large, 100, 0, spacer(large), PANE, ROW);
  assert.equal(large.top, 0);
});

test("the place stays in bounds when rows go away", () => {
  const some = model(100);
  some.to(1);
  some.count = 10;
  assert.equal(some.top, 0);
  some.count = 0;
  assert.equal(some.ratio(), 0);
});
