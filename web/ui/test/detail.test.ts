import assert from "node:assert/strict";
import test from "node:test";
import { compared, DEFAULT_IGNORED } from "../src/compare/comparison";
import { pieces } from "../src/compare/pieces";
import { applies, shownTab, TABS } from "../src/detail/applies";
import { patternOf } from "../src/detail/matched";
import { phasesOf } from "../src/detail/phases";
import { addressed, type Flow } from "../src/detail/types";

const HTTP = { kind: "http", request: {}, response: { headers: [] }, interim: [], websocket: null } as unknown as Flow;

test("tabs that do not apply are absent", () => {
  const tabs = (flow: Partial<Flow>) => TABS.filter(tab => applies(tab, { ...HTTP, ...flow } as Flow));
  assert.deepEqual(tabs({}), ["request", "response", "timing", "connection", "notes", "raw"]);
  assert.ok(!tabs({ response: null }).includes("response"));
  assert.ok(tabs({ websocket: { client_messages: 1 } as Flow["websocket"] }).includes("messages"));
  assert.deepEqual(tabs({ kind: "tcp", request: null, response: null, interim: null }), ["messages", "timing", "connection", "notes"]);
  assert.ok(tabs({ response: { headers: [{ name: "Content-Type", value: "text/event-stream; charset=utf-8" }] } as unknown as Flow["response"] }).includes("messages"));
});

test("the chosen tab stays if it applies, else the nearest is shown", () => {
  assert.equal(shownTab("timing", ["request", "timing"]), "timing");
  assert.equal(shownTab("messages", ["request", "response", "timing"]), "response");
  assert.equal(shownTab("request", ["messages", "timing"]), "messages");
});

test("the phases follow each other and leave out what is not known", () => {
  assert.deepEqual(phasesOf({ connect: null, tls: 2, send: null, wait: 10, receive: 1 }).map(each => [each.name, each.begin, each.end]), [["tls", 0, 2], ["wait", 2, 12], ["receive", 12, 13]]);
  assert.deepEqual(phasesOf(null), []);
});

test("what the filter looks for in a body", () => {
  assert.deepEqual(patternOf("~d x & ~b needle", "response"), { text: "needle", regex: false });
  assert.deepEqual(patternOf('~bq "a b" | ~bs x.y', "request"), { text: "a b", regex: false });
  assert.deepEqual(patternOf('~bq "a b" | ~bs x.y', "response"), { text: "x.y", regex: true });
  assert.deepEqual(patternOf("resbody ~ 'it\\'s'", "response"), { text: "it's", regex: false });
  assert.equal(patternOf("~bq only", "response"), undefined);
  assert.equal(patternOf("!(~a) & not ~b gone & status = 200", "response"), undefined);
  assert.equal(patternOf("", "request"), undefined);
});

test("differences less what is ignored", () => {
  const row = (key: string, ...values: (string | null)[]) => ({ key, values, same: values[0] === values[1] });
  const [part] = compared({ flows: [], parts: [{ part: "response headers", rows: [row("Date", "1", "2"), row("x-amz-id", "1", "2"), row("server", "a", "b"), row("vary", "c", "c")] }] }, DEFAULT_IGNORED);
  assert.deepEqual(part?.rows.map(each => each.state), ["ignored", "ignored", "differs", "same"]);
  assert.equal(part?.differences, 1);
});

test("the pieces of a text that differ", () => {
  assert.deepEqual(pieces("max-age=60, public", "max-age=3600, public").filter(piece => piece.differs), [{ text: "3600", differs: true }]);
  assert.equal(pieces("a b c", "x b y").map(piece => piece.text).join(""), "x b y");
  assert.deepEqual(pieces("same", "same"), [{ text: "same", differs: false }]);
});

test("scheme and port are those of the URL, or of the server of a raw stream", () => {
  const of = (facts: object) => {
    const { scheme, host, port } = addressed({ kind: "http", ...facts } as Flow);
    return [scheme, host, port];
  };
  assert.deepEqual(of({ url: "https://a.test/x:9/", host: "a.test" }), ["https", "a.test", 443]);
  assert.deepEqual(of({ url: "http://[::1]:8080/", host: "[::1]" }), ["http", "[::1]", 8080]);
  assert.deepEqual(of({ kind: "tcp", url: "a.test:5432", server: "a.test:5432" }), ["tcp", "a.test", 5432]);
  assert.deepEqual(of({ scheme: "http", host: "b", port: 81 }), ["http", "b", 81]);
});
