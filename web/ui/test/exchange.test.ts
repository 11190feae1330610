import assert from "node:assert/strict";
import { test } from "node:test";
import { filterOf, isSession, share, type Answer } from "../src/exchange/jobs";
import { deedOf, stateText } from "../src/exchange/outcome";
import { apiPath, idOf, openedAddress } from "../src/opened";

const answer = (changes: Partial<Answer>): Answer => ({ file: "a.har", format: "har", flows: 2, damage: null, losses: [], ...changes });

test("what was imported is shown by the numbers between which it is", () => {
  assert.equal(filterOf(answer({ from: 5, to: 6 })), "id >= 5 & id <= 6");
  assert.equal(filterOf(answer({ from: 5, to: 5, flows: 1 })), "id = 5");
  assert.equal(filterOf(answer({ from: 5, to: 4, flows: 0 })), null);
  assert.equal(filterOf(answer({ id: "x" })), null, "a session of its own is shown in its own tab");
});

test("a session of Steno is known by its first bytes, whatever its name", async () => {
  assert.equal(await isSession(new Blob(["SQLite format 3\0and more"])), true);
  assert.equal(await isSession(new Blob(['{"log":{}}'])), false);
  assert.equal(await isSession(new Blob([])), false);
});

test("an empty file is sent at once, and no share is above all of it", () => {
  assert.equal(share({ sent: 0, file: { size: 0 } }), 1);
  assert.equal(share({ sent: 5, file: { size: 10 } }), 0.5);
  assert.equal(share({ sent: 12, file: { size: 10 } }), 1);
});

test("an opened session has resources of its own, but for those of Steno itself", () => {
  assert.equal(apiPath("/flows/3", ""), "/api/v1/flows/3");
  assert.equal(apiPath("/flows/3", "Ab-9"), "/api/v1/opened/Ab-9/flows/3");
  for (const own of ["/login", "/opened", "/opened/Ab-9", "/import"]) assert.equal(apiPath(own, "Ab-9"), `/api/v1${own}`);
});

test("an id in the address is one, or the page shows the recorded session", () => {
  assert.equal(idOf("?opened=Ab-9_x"), "Ab-9_x");
  for (const other of ["", "?opened=", "?opened=../x", "?opened=a%2Fb", "?x=1"]) assert.equal(idOf(other), "", other);
  assert.equal(idOf(new URL(openedAddress("Ab-9"), "http://localhost").search), "Ab-9");
});

test("the button of an export says whether secrets leave", () => {
  assert.equal(deedOf(false), "Export without secrets");
  assert.equal(deedOf(true), "Export with secrets");
});

test("an export says what it is at", () => {
  const flows = (n: number) => `${n} flows`;
  const outcome = { flows: null, problem: null, losses: [] };
  assert.match(stateText(null, flows), /browser asks/);
  assert.match(stateText({ ...outcome, state: "writing" }, flows), /is being written/);
  assert.equal(stateText({ ...outcome, state: "done", flows: 12 }, flows), "12 flows written.");
  assert.equal(stateText({ ...outcome, state: "done" }, flows), "The session file is written.");
  assert.match(stateText({ ...outcome, state: "failed", problem: "x" }, flows), /not whole/);
});
