import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesOf, charsetOf, hexOf, textOf } from "../src/held/bytes";
import type { HeldFlow } from "../src/held/calls";
import { differences, draftOf, fieldOperations, headText, operations, withHead, type Draft } from "../src/held/draft";
import { proposals, urlPattern } from "../src/rules/fromflow";
import { kindOf, missing, partsOf, specOf } from "../src/rules/spec";

const field = (name: string, value: string) => ({ name, value });
const FLOW = {
  id: 7, revision: 3, method: "POST", url: "http://shop.example/login?a=1",
  request: { version: "HTTP/1.1", path: "/login?a=1", headers: [field("Host", "shop.example"), field("X-One", "1"), field("X-Two", "2")], trailers: null }, response: null,
} as unknown as HeldFlow;
const base: Draft = draftOf(FLOW, "request");

/** What a server does with operations on fields, to see that they say what was meant. */
function applied(before: readonly { name: string; value: string }[], ops: ReturnType<typeof fieldOperations>) {
  const fields = [...before];
  for (const op of ops) {
    if (op.op === "header.remove") assert.equal(fields.splice(Number(op["index"]), 1)[0]?.name, op["name"]);
    else fields.splice(Number(op["index"]), 0, field(String(op["name"]), String(op["value"])));
  }
  return fields;
}

test("operations on fields give the edited list, whatever was moved, repeated or removed", () => {
  const lists = ["", "a", "ab", "ba", "abc", "cab", "aab", "bxa", "abcabc", "xyz"].map(text => [...text].map(letter => field(letter, letter)));
  for (const before of lists) for (const after of lists) assert.deepEqual(applied(before, fieldOperations(before, after)), after);
  assert.deepEqual(fieldOperations([field("a", "1"), field("b", "2")], [field("a", "1"), field("b", "3")]).length, 2);
});

test("a draft that was not touched has no operation, and one that was has only what differs", () => {
  assert.deepEqual(operations(base, base), []);
  assert.deepEqual(operations(base, { ...base, method: "PUT" }), [{ op: "method", value: "PUT" }]);
  assert.deepEqual(operations(base, { ...base, url: "http://other.example/" }), [{ op: "url", value: "http://other.example/", keep_host: false }]);
  assert.deepEqual(operations(base, { ...base, body: { text: "x" } }), [{ op: "body", text: "x" }]);
  const host = { ...base, url: "http://other.example/", fields: [field("Host", "kept"), ...base.fields.slice(1)] };
  assert.equal(operations(base, host).find(op => op.op === "url")?.["keep_host"], true);
  assert.deepEqual(operations(base, host)[0], { op: "headers", value: [["Host", "kept"], ["X-One", "1"], ["X-Two", "2"]] });
});

test("a head is written as text and read again", () => {
  const text = headText(base, "HTTP/1.1");
  assert.equal(text, "POST http://shop.example/login?a=1 HTTP/1.1\nHost: shop.example\nX-One: 1\nX-Two: 2");
  assert.deepEqual(withHead(base, text), base);
  assert.deepEqual(operations(base, withHead(base, text.replace("X-One: 1\n", ""))), [{ op: "header.remove", name: "X-One", index: 1 }]);
  assert.throws(() => withHead(base, "POST /\nno field"), /Line 2/);
  assert.throws(() => withHead(base, ""), /Line 1/);
});

test("two drafts are compared by name", () => {
  const theirs = { ...base, revision: 4, fields: [...base.fields.slice(0, 2), field("X-Two", "3")] };
  assert.deepEqual(differences({ ...base, method: "PUT" }, theirs), [{ name: "method", mine: "PUT", theirs: "POST" }, { name: "x-two", mine: "2", theirs: "3" }]);
});

test("bytes are text in their charset, or hexadecimal", () => {
  assert.equal(textOf(Uint8Array.of(0xe4), "iso-8859-1"), "ä");
  assert.equal(textOf(Uint8Array.of(0xe4), ""), null);
  assert.equal(textOf(Uint8Array.of(0x41, 0), ""), null);
  assert.equal(textOf(Uint8Array.of(0x41), "no-such-charset"), null);
  assert.equal(charsetOf('text/html; charset="ISO-8859-1"'), "ISO-8859-1");
  const bytes = Uint8Array.from({ length: 40 }, (_, at) => at * 6);
  assert.deepEqual(bytesOf(hexOf(bytes)), bytes);
  assert.throws(() => bytesOf("4"), /digit is missing/);
  assert.throws(() => bytesOf("4g"), /"g"/);
});

test("a rule is written with a separator that its parts do not contain, and read again", () => {
  for (const [id, parts] of [
    ["map-local", { filter: "", subject: "^http://a/", value: "/tmp/x" }], ["map-local", { filter: "~q | ~s", subject: "a/b#", value: "/tmp/x" }],
    ["modify-headers", { filter: "", subject: "X-A", value: "" }], ["block-list", { filter: "~u /a|b", subject: "", value: "403" }], ["allow-list", { filter: "host = a", subject: "", value: "" }],
  ] as const) {
    const kind = kindOf(id)!;
    assert.deepEqual(partsOf(kind, specOf(kind, parts)), parts, specOf(kind, parts));
  }
  assert.equal(specOf(kindOf("map-remote")!, { filter: "", subject: "a", value: "b" }), "/a/b");
  assert.deepEqual(partsOf(kindOf("map-remote")!, "/f/a/http://b/c"), { filter: "f", subject: "a", value: "http://b/c" });
  assert.equal(missing(kindOf("block-list")!, { filter: "~all", subject: "", value: "4" }), "value");
  assert.equal(missing(kindOf("map-local")!, { filter: "", subject: "", value: "/tmp" }), "subject");
});

test("an edited message makes rules of its changes first, then of its URL", () => {
  assert.equal(urlPattern("http://a.example/b?c"), "^http://a\\.example/b");
  const draft = { ...base, url: "http://test.example/login", fields: [base.fields[0]!, field("X-One", "9"), field("X-New", "a\\b")] };
  const found = proposals(FLOW, "request", draft, base);
  assert.deepEqual(found.slice(0, 4).map(each => each.label), ["Send it to the edited URL", "Set X-One as edited", "Remove X-Two", "Set X-New as edited"]);
  assert.equal(found[3]!.proposal.parts.value, "a\\\\b");
  assert.match(found[1]!.proposal.parts.filter, /^~q & ~u "/);
  assert.deepEqual(proposals(FLOW, "request", null, null).map(each => each.proposal.kind), ["block-list", "map-local", "map-remote", "modify-headers"]);
});
