import assert from "node:assert/strict";
import test from "node:test";
import { closeText, microsOf, type MessageRow, protocolOf } from "../src/messages/rows";
import { pauseAfter, Ranks, windowFor } from "../src/messages/window";

const row = (seq: number, text = "x"): MessageRow => ({ seq, time: seq * 1000, direction: "client", kind: "text", size: 1, text });

test("the window is the screen and one in the direction of travel, in steps", () => {
  assert.deepEqual(windowFor(1000, 30, 1, 100_000, false), { from: 1000, count: 80, tail: false });
  assert.deepEqual(windowFor(1005, 30, -1, 100_000, false), { from: 960, count: 80, tail: false });
  assert.deepEqual(windowFor(1010.5, 30, 0, 100_000, false), windowFor(1012, 30, 0, 100_000, false));
  assert.ok(windowFor(0, 500, 1, 100_000, false).count <= 200);
});

test("tail asks for the last rows", () => {
  const { from, count, tail } = windowFor(70, 30, 0, 100, true);
  assert.equal(from + count, 100);
  assert.ok(tail);
  assert.equal(windowFor(0, 30, 0, 0, true).from, 0);
});

test("every rank is in the window of some place", () => {
  for (let top = 0; top < 10_000; top += 37) {
    const { from, count } = windowFor(top, 30, 0, 10_000, false);
    assert.ok(from <= top && from + count >= Math.min(10_000, top + 30), `top ${top}: ${from}+${count}`);
  }
});

test("rows are found by rank", () => {
  const ranks = new Ranks();
  assert.equal(ranks.take(812, 752, Array.from({ length: 60 }, (_, index) => row(752 + index))), 1);
  assert.equal(ranks.at(752)?.seq, 752);
  assert.equal(ranks.at(700), undefined);
  assert.ok(ranks.has({ from: 760, count: 100, tail: false }));
  assert.ok(!ranks.has({ from: 740, count: 20, tail: false }));
  const share = ranks.take(813, 753, Array.from({ length: 60 }, (_, index) => row(753 + index)));
  assert.ok(share > 0 && share < 0.05);
  assert.ok(pauseAfter(share) < pauseAfter(1));
});

test("what a message is by its look", () => {
  assert.equal(protocolOf(row(1, '42["event",{"a":1}]')), "Socket.IO");
  assert.equal(protocolOf(row(1, '{"type":"subscribe","id":"1"}')), "GraphQL-WS");
  assert.equal(protocolOf(row(1, "SEND\ndestination:/a\n\nx")), "STOMP");
  assert.equal(protocolOf(row(1, '{"a":1}')), "JSON");
  assert.equal(protocolOf(row(1, "hello")), "");
});

test("times and close codes", () => {
  assert.equal(microsOf("1970-01-01T00:00:01Z"), 1_000_000);
  assert.equal(microsOf(5), 5);
  assert.equal(microsOf(null), null);
  assert.equal(closeText(1001), "1001, going away");
  assert.equal(closeText(4321), "4321, of the application");
});
