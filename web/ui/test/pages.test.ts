import assert from "node:assert/strict";
import { test } from "node:test";
import { encode } from "uqr";
import { checks, environmentLines } from "../src/firstrun/setup";
import { appended, asText, matching, MOST_LINES, severity, type LogLine } from "../src/log/lines";
import { placed } from "../src/list/view";
import { fieldOf, isFixed, listEntries, search, sentValue, shownValue, type Option } from "../src/options/field";
import { EMPTY, keyAct, opened, rows, withChildren, type TreeNode } from "../src/tree/model";

const option = (changes: Partial<Option>): Option => ({ name: "x", value: null, type: "text", source: "default", help: "", default: null, ...changes });
const node = (path: string, leaf = false): TreeNode => ({ name: path, path, flows: 1, errors: 0, bytes: 0, p95: null, leaf, filter: "" });
const line = (n: number, level = "info", text = `line ${n}`): LogLine => ({ n, time: "2026-11-28T10:00:00Z", level, subject: "proxy", text });

test("an option is edited by its type, and a secret is never shown", () => {
  assert.deepEqual(fieldOf(option({ type: "on|off" })), { kind: "choice", choices: ["on", "off"] });
  assert.deepEqual(fieldOf(option({ type: "boolean" })), { kind: "choice", choices: ["true", "false"] });
  assert.deepEqual(fieldOf(option({ type: "list of text" })), { kind: "lines" });
  assert.deepEqual(fieldOf(option({ secret: true, type: "text" })), { kind: "secret" });
  assert.equal(shownValue(option({ secret: true, value: "hidden" })), "");
});

test("an option that is read at the start is only shown", () => {
  const option: Option = { name: "listen", value: "8080", type: "address", source: "default", help: "", default: "8080" };
  assert.equal(isFixed({ ...option, live: false }), true);
  assert.equal(isFixed({ ...option, live: true }), false);
});

test("an error in a highlight stands at its place, although those not in use are not sent", () => {
  assert.deepEqual(placed([true, false, true], [null, "error"]), [null, null, "error"]);
  assert.deepEqual(placed([true, true], []), [null, null]);
});

test("a list is edited one entry a line, whatever its text quotes", () => {
  const list = option({ type: "list of text", value: 'a, "b, c", "say \\"x\\""' });
  assert.deepEqual(listEntries(String(list.value)), ["a", "b, c", 'say "x"']);
  assert.equal(shownValue(list), 'a\nb, c\nsay "x"');
  assert.deepEqual(sentValue(list, " a \n\n b, c"), ["a", "b, c"]);
  assert.equal(sentValue(option({}), "12"), "12");
});

test("options are found by words of their name and help", () => {
  const all = [option({ name: "body-limit", help: "How many bytes of each body" }), option({ name: "listen", help: "The address" })];
  assert.deepEqual(search(all, "body bytes").map(each => each.name), ["body-limit"]);
  assert.equal(search(all, "").length, 2);
});

test("the log keeps its last 2,000 lines, each once", () => {
  let lines: LogLine[] = [];
  for (let n = 0; n < 3000; n += 100) lines = appended(lines, Array.from({ length: 150 }, (_, i) => line(n + i)));
  assert.equal(lines.length, MOST_LINES);
  assert.equal(lines.at(-1)?.n, 3049);
  assert.equal(new Set(lines.map(each => each.n)).size, MOST_LINES);
});

test("a level shows those above it as well, and a search narrows them", () => {
  const lines = [line(1, "DEBUG"), line(2, "INFO"), line(3, "WARN", "disk"), line(4, "ERROR", "disk full")];
  assert.deepEqual(matching(lines, "warning", "").map(each => each.n), [3, 4]);
  assert.deepEqual(matching(lines, "debug", "full").map(each => each.n), [4]);
  assert.equal(severity("WARNING"), severity("warn"));
  assert.equal(asText([lines[3] as LogLine]), "2026-11-28T10:00:00Z ERROR proxy: disk full\n");
});

test("the tree shows the children of what is open, and how many more there are", () => {
  let state = withChildren(EMPTY, "", { nodes: [node("a"), node("b", true)], more: 3 }, false);
  assert.deepEqual(rows(state).map(row => row.kind), ["node", "node", "more"]);
  state = opened(state, "a", true);
  assert.deepEqual(rows(state).map(row => row.kind), ["node", "loading", "node", "more"]);
  state = withChildren(state, "a", { nodes: [node("a/x", true)], more: 0 }, false);
  assert.deepEqual(rows(state).map(row => row.level), [1, 2, 1, 1]);
  state = withChildren(state, "", { nodes: [node("c", true)], more: 0 }, true);
  assert.deepEqual(rows(state).flatMap(row => (row.kind === "node" ? row.node.path : [])), ["a", "a/x", "b", "c"]);
});

test("keys of the tree open, close, and move to a child and back to its parent", () => {
  let state = withChildren(EMPTY, "", { nodes: [node("a"), node("b", true)], more: 0 }, false);
  assert.deepEqual(keyAct("ArrowRight", rows(state), 0, 10), { open: "a" });
  state = withChildren(opened(state, "a", true), "a", { nodes: [node("a/x", true)], more: 0 }, false);
  const shown = rows(state);
  assert.deepEqual(keyAct("ArrowRight", shown, 0, 10), { move: 1 });
  assert.deepEqual(keyAct("ArrowLeft", shown, 1, 10), { move: 0 });
  assert.deepEqual(keyAct("ArrowLeft", shown, 0, 10), { close: "a" });
  assert.deepEqual(keyAct("End", shown, 0, 10), { move: 2 });
  assert.deepEqual(keyAct("ArrowUp", shown, 0, 10), { move: 0 });
  assert.equal(keyAct("ArrowRight", shown, 2, 10), null);
});

test("the check list says what was seen, and what to do about a refused certificate", () => {
  assert.deepEqual(checks({}).map(check => check.state), ["open", "open", "open"]);
  const seen = checks({
    checks: { connected: { done: true, address: "127.0.0.1:5000" }, plain: { done: true, host: "a.test" }, certificate: { state: "refused", client: "127.0.0.1", host: "b.test", reason: "unknown CA" } },
  });
  assert.deepEqual(seen.map(check => check.state), ["done", "done", "failed"]);
  assert.match(seen[2]?.detail ?? "", /b\.test: unknown CA/);
  assert.equal(environmentLines({ environment: ["A=1", "B=2"] }), "A=1\nB=2");
});

test("a QR code has its three finders", () => {
  const { data, size } = encode("http://steno.internal/", { border: 0 });
  for (const [x, y] of [[0, 0], [size - 7, 0], [0, size - 7]] as const) {
    for (let i = 0; i < 7; i++) assert.ok(data[y]?.[x + i] && data[y + 6]?.[x + i] && data[y + i]?.[x], `${x} ${y}`);
  }
});
