import assert from "node:assert/strict";
import { test } from "node:test";
import { ListModel, type Frame } from "../src/list/model";
import { forSeeds } from "./random";

/** A server's view in small: an ordered list of ids, and the window that was asked for last. */
class Server {
  ids: number[] = [];
  private window: Record<string, unknown> | null = null;
  private frames = 0;
  view = 0;
  readonly list = new ListModel({
    send: message => {
      if (message.t === "win") this.window = message;
    },
    changed: () => undefined,
  });

  constructor(size: number) {
    for (let id = 1; id <= size; id++) this.ids.push(id);
    this.list.scroller.height = 480;
    this.list.ask();
  }

  frame(): void {
    const asked = this.window;
    assert.ok(asked);
    const count = Number(asked["count"]);
    let from = Number(asked["from"] ?? 0);
    if (asked["around"] !== undefined) {
      const known = this.ids.indexOf(Number(asked["around"]));
      from = (known < 0 ? this.ids.findIndex(id => id >= Number(asked["around"])) : known) - Math.floor(count / 2);
    }
    if (asked["tail"]) from = this.list.reversed ? 0 : this.ids.length - count;
    from = Math.max(0, Math.min(from, this.ids.length - count));
    const ids = this.ids.slice(from, from + count);
    const frame: Frame = { n: ++this.frames, view: this.view, whole: true, size: this.ids.length, from, ids, rows: ids.map(id => [id]), new: 0 };
    this.list.frame(frame);
  }

  /** Frames until the model has what it wants. */
  settle(): void {
    for (let i = 0; i < 6; i++) this.frame();
  }

  get firstVisible(): number | undefined {
    return this.list.idAt(Math.floor(this.list.scroller.top)) as number | undefined;
  }

  assertWholeScreen(message: string): void {
    const { scroller } = this.list;
    for (let rank = Math.floor(scroller.top); rank < Math.min(scroller.size, scroller.top + scroller.screen); rank++) {
      assert.equal(this.list.idAt(rank), this.ids[rank], `${message}: rank ${rank}`);
    }
  }
}

test("in tail the newest flows are shown", () => {
  const server = new Server(1000);
  server.settle();
  for (let id = 1001; id < 1300; id += 7) {
    for (let i = id; i < id + 7; i++) server.ids.push(i);
    server.frame();
    assert.equal(server.list.idAt(server.list.scroller.size - 1), server.ids[server.ids.length - 1]);
    server.assertWholeScreen(`at ${id}`);
  }
});

test("while browsing, the first visible flow stays, whatever comes or goes above it", () => {
  forSeeds(200, (below, seed) => {
    const server = new Server(400 + below(2000));
    server.settle();
    server.list.moved(0);
    server.list.scroller.moveTo(100 + below(server.ids.length - 150) + below(10) / 10);
    server.list.moved(1);
    server.settle();
    const first = server.firstVisible;
    const cut = server.list.scroller.top % 1;
    assert.ok(first !== undefined);
    for (let step = 0; step < 5; step++) {
      const at = server.ids.indexOf(first);
      const before = below(2) ? below(Math.min(at, 60)) : 0;
      if (below(2)) server.ids.splice(at - before, 0, ...Array.from({ length: below(40) }, (_, i) => first - (i + 1) / 1000 - step / 100));
      else if (before > 0) server.ids.splice(at - before, Math.min(before, 1 + below(8)));
      server.settle();
      assert.equal(server.firstVisible, first, `seed ${seed}, step ${step}`);
      assert.ok(Math.abs((server.list.scroller.top % 1) - cut) < 1e-6, `seed ${seed}, step ${step}: ${server.list.scroller.top} was cut at ${cut}`);
      server.assertWholeScreen(`seed ${seed}, step ${step}`);
    }
  });
});

test("a jump to any rank is answered by its rows", () => {
  forSeeds(100, (below, seed) => {
    const server = new Server(1_00_000);
    server.settle();
    server.list.focus(below(server.ids.length));
    server.settle();
    server.assertWholeScreen(`seed ${seed}`);
    assert.equal(server.list.idAt(server.list.focusRank), server.ids[server.list.focusRank]);
  });
});

test("going to a flow shows it at the wanted place, far away or near", () => {
  const server = new Server(50_000);
  server.settle();
  for (const id of [40_000, 40_003, 7, 49_999]) {
    server.list.goTo(id, -5);
    server.settle();
    const { scroller } = server.list;
    const rank = server.ids.indexOf(id);
    assert.ok(rank >= scroller.top && rank < scroller.top + scroller.screen, `${id} at ${scroller.top}`);
    server.assertWholeScreen(`flow ${id}`);
  }
});

test("paused, the frame stays until something outside of it is asked for", () => {
  const server = new Server(1000);
  server.settle();
  server.list.mode = "paused";
  server.list.focus(server.list.scroller.size - 3);
  assert.equal(server.list.mode, "paused");
  server.list.focus(10);
  assert.equal(server.list.mode, "browsing");
});

test("a frame of the view before, which was on its way, is not shown", () => {
  const server = new Server(100);
  server.settle();
  server.list.shows(1, true);
  server.list.restart(false);
  server.ids = [7, 70, 77];
  const shown = server.list.idAt(server.list.scroller.size - 1);
  assert.equal(server.list.frame({ n: 9, view: 0, whole: true, size: 101, from: 60, ids: [101], rows: [[101]], new: 0 }), false);
  assert.equal(server.list.scroller.size, 100);
  assert.equal(server.list.idAt(99), shown);
  server.view = 1;
  server.frame();
  assert.equal(server.list.scroller.size, 3);
  assert.equal(server.firstVisible, 7);
});

test("a list in another order begins with its first row, though the row that was first is elsewhere in it", () => {
  const server = new Server(60);
  server.settle();
  server.list.focus(0);
  server.settle();
  assert.equal(server.firstVisible, 1);
  server.list.shows(1, true);
  server.list.restart(false);
  server.view = 1;
  server.ids.reverse();
  server.settle();
  assert.equal(server.list.scroller.top, 0);
  assert.equal(server.firstVisible, 60);
});

test("the focused flow stays in sight as the order is turned around", () => {
  const server = new Server(1000);
  server.settle();
  server.list.focus(3);
  server.settle();
  server.list.focus(3); // now that it is loaded, its flow is known
  server.list.shows(1, true);
  server.list.restart(false);
  server.list.goTo(4, -3);
  server.view = 1;
  server.ids.reverse();
  server.settle();
  const { scroller, focusRank } = server.list;
  assert.equal(server.list.idAt(focusRank), 4);
  assert.ok(focusRank >= scroller.top && focusRank + 1 <= scroller.top + scroller.screen, `${focusRank} at ${scroller.top}`);
});

test("a key that comes before the list has gone to the focused flow decides where it is", () => {
  const server = new Server(1000);
  server.settle();
  server.list.focus(3);
  server.settle();
  server.list.focus(3);
  server.list.shows(1, true);
  server.list.restart(false);
  server.list.goTo(4, -3); // at the end of the other order
  server.list.focus(0);
  server.view = 1;
  server.ids.reverse();
  server.settle();
  assert.equal(server.list.scroller.top, 0);
  assert.equal(server.firstVisible, 1000);
  assert.equal(server.list.focusRank, 0);
});

test("what keys choose before the rows of a filter are there is chosen by its rank, and what a pointer chooses by its flow", () => {
  const server = new Server(60);
  server.settle();
  server.list.focus(0);
  server.settle();
  server.list.shows(1, true);
  server.list.restart(false);
  server.list.focus(1);
  server.list.selection.only(1);
  assert.equal(server.list.focusId, null, "it is not known yet");
  assert.equal(server.list.selectedIds().whole, false);
  server.view = 1;
  server.ids = [3, 5, 8];
  server.frame();
  assert.deepEqual(server.list.selectedIds(), { ids: [5], whole: true });

  server.list.shows(2, true);
  server.list.restart(false);
  server.list.focus(2, true);
  server.list.selection.only(2);
  assert.equal(server.list.focusId, 8);
  server.view = 2;
  server.ids = [8, 9];
  server.frame();
  assert.equal(server.list.focusRank, 0);
  assert.deepEqual(server.list.selectedIds(), { ids: [8], whole: true });
});
