import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { csv } from "../src/charts/csv";
import { moveCursor } from "../src/charts/cursor";
import { HEAT_LEVELS, SERIES } from "../src/charts/palette";
import { heatLevel, levelStarts, logPosition, niceStep, ticks, timeStep, timeTicks } from "../src/charts/scale";
import { moveInGrid } from "../src/charts/HeatMapChart";

test("an axis has round steps and at most as many ticks as fit", () => {
  for (const span of [0.7, 1, 9, 10, 11, 99, 12_345, 1e9]) {
    for (const most of [2, 5, 10]) {
      assert.ok(span / niceStep(span, most) <= most, `${span} ${most}`);
      assert.ok(ticks(0, span, most).length <= most + 1);
    }
  }
  assert.deepEqual(ticks(3, 22, 5), [5, 10, 15, 20]);
});

test("a time axis has ticks at whole steps within its ends", () => {
  const from = Date.UTC(2026, 10, 28, 9, 3, 7) * 1000;
  const to = from + 3 * 60e6;
  const all = timeTicks(from, to, 6);
  assert.ok(all.length >= 3 && all.length <= 7);
  for (const tick of all) assert.ok(tick.at >= from && tick.at <= to && tick.at % timeStep(to - from, 6) === 0);
});

test("levels of the heat map grow with the count and begin where the legend says", () => {
  for (const most of [1, 2, 9, 250, 1_000_000]) {
    const starts = levelStarts(most, HEAT_LEVELS);
    assert.equal(heatLevel(0, most, HEAT_LEVELS), 0);
    assert.equal(heatLevel(most, most, HEAT_LEVELS), HEAT_LEVELS);
    for (const [index, start] of starts.entries()) {
      assert.ok(heatLevel(start, most, HEAT_LEVELS) >= index + 1, `${start} of ${most}`);
      if (start > 1) assert.ok(heatLevel(start - 1, most, HEAT_LEVELS) <= index + 1);
    }
  }
  assert.equal(logPosition(10, 1, 100), 0.5);
});

test("arrow keys, Home and End move the cursor within its points", () => {
  assert.equal(moveCursor("ArrowRight", -1, 5), 0);
  assert.equal(moveCursor("ArrowRight", 4, 5), 4);
  assert.equal(moveCursor("ArrowLeft", -1, 5), 4);
  assert.equal(moveCursor("End", 0, 5), 4);
  assert.equal(moveCursor("x", 0, 5), null);
  assert.equal(moveCursor("End", 0, 0), null);
  assert.equal(moveInGrid("ArrowUp", 0, 3, 4), 1);
  assert.equal(moveInGrid("ArrowRight", 1, 3, 4), 5);
  assert.equal(moveInGrid("ArrowLeft", 1, 3, 4), 1);
  assert.equal(moveInGrid("End", 2, 3, 4), 10);
});

test("CSV quotes what must be, and no cell is a formula", () => {
  assert.equal(csv(["a", "b"], [["x,y", 1], ['say "hi"', null], ["=1+1", -2]]), 'a,b\r\n"x,y",1\r\n"say ""hi""",\r\n\'=1+1,-2\r\n');
});

// Colours

const CSS = readFileSync(join(process.cwd(), "src/styles/sheets/02-charts.css"), "utf8");

function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

const ratio = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

function theme(selector: string): Map<string, string> {
  const at = CSS.indexOf(`${selector} {`);
  assert.ok(at >= 0, selector);
  const block = CSS.slice(at, CSS.indexOf("}", at));
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(match => [match[1] ?? "", match[2] ?? ""]));
}

for (const [selector, ground] of [
  [":root", "#ffffff"],
  ['  :root:not([data-theme="light"], [data-theme="dark"], [data-theme="contrast"])', "#12151a"],
  [':root[data-theme="dark"]', "#12151a"],
  [':root[data-theme="contrast"]', "#000000"],
] as const) {
  test(`colours of charts can be told apart in greyscale: ${selector.trim()}`, () => {
    const colors = theme(selector);
    const light = (name: string) => luminance(colors.get(name) ?? "");
    const series = SERIES.map(name => light(`series-${name}`));
    const heat = Array.from({ length: HEAT_LEVELS }, (_, index) => light(`heat-${index + 1}`));
    for (const scale of [series, heat]) {
      for (let i = 1; i < scale.length; i++) {
        assert.ok(ratio(scale[i] ?? 0, scale[i - 1] ?? 0) >= 1.2, `step ${i}`);
        assert.equal(Math.sign((scale[i] ?? 0) - (scale[i - 1] ?? 0)), Math.sign((scale[1] ?? 0) - (scale[0] ?? 0)));
      }
    }
    for (const value of series) assert.ok(ratio(value, luminance(ground)) >= 2.99, "3:1 on the ground");
    heat.forEach((value, index) => {
      const ink = light(index < 3 ? "heat-ink-low" : "heat-ink-high");
      assert.ok(ratio(value, ink) >= 4.5, `number on heat ${index + 1}: ${ratio(value, ink).toFixed(2)}`);
    });
  });
}
