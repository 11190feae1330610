import assert from "node:assert/strict";
import { test } from "node:test";
import { attemptsFilter, parentOf, type Attempt } from "../src/compose/attempts";
import { isCurl, readCurl } from "../src/compose/curl";
import { blank, formRows, fromCurl, isBlank, jsonProblem, missingType, redacted, sending, withRows, withType, type Base, type Composed } from "../src/compose/request";
import { textOfWord, wordsOf } from "../src/compose/words";
import type { Flow } from "../src/detail/types";
import { draftOf } from "../src/held/draft";
import type { HeldFlow } from "../src/held/calls";

const words = (command: string): string[] => wordsOf(command).map(textOfWord);
const named = (command: string): string[] => readCurl(command).fields.map(field => `${field.name}: ${field.value}`);

test("words are split as a POSIX shell does", () => {
  assert.deepEqual(words(String.raw`curl 'a b' "c \"d\" \\ \x $e" f\ g h'i'"j"`), ["curl", "a b", String.raw`c "d" \ \x $e`, "f g", "hij"]);
  assert.deepEqual(words("curl a \\\n  -b \\\r\n  c"), ["curl", "a", "-b", "c"]);
  assert.deepEqual(words("curl ''"), ["curl", ""]);
  assert.deepEqual(words(String.raw`curl 'it'\''s'`), ["curl", "it's"]);
  assert.deepEqual(words("curl http://a/?b=1&c=2 -v"), ["curl", "http://a/?b=1&c=2", "-v"]);
  assert.deepEqual(words("curl a | jq ."), ["curl", "a"]);
  assert.deepEqual(words("curl a\n: 'a note'"), ["curl", "a"]);
  assert.throws(() => words("curl 'a"), /the quote ' is not closed/);
  assert.throws(() => words('curl "a'), /the quote " is not closed/);
});

test("a quote with escapes names characters and bytes", () => {
  assert.deepEqual(words(String.raw`curl $'a\nb\t\'\"\\ \u00e9 \U0001f600 \ud83d\ude00 \x41\101\q'`), ["curl", "a\nb\t'\"\\ é 😀 😀 AA\\q"]);
  assert.deepEqual([...wordsOf(String.raw`curl $'\xff\u00ff'`)[1]!].map(character => character.charCodeAt(0)), [0xff, 0xc3, 0xbf]);
  assert.throws(() => words("curl $'a"), /not closed/);
});

test("words are split as cmd of Windows and its programs do", () => {
  assert.deepEqual(words('curl ^"http://a/?b=1^&c=2^" ^\r\n  -H ^"x: \\^"y\\^"^" ^\r\n  --data-raw ^"{^\\^"a^\\^":^%^7B1}^"'), ["curl", "http://a/?b=1&c=2", "-H", 'x: "y"', "--data-raw", '{"a":%7B1}']);
  assert.deepEqual(words('curl.exe "http://a/" -H "x: ""y""" -d "c:\\dir\\\\"'), ["curl.exe", "http://a/", "-H", 'x: "y"', "-d", "c:\\dir\\"]);
  assert.deepEqual(words('curl ^"a^" --data-raw ^"one^\n\ntwo^"'), ["curl", "a", "--data-raw", "one\ntwo"]);
});

test("a command is told from other text", () => {
  for (const command of ["curl http://a/", "  $ curl a", "curl.exe a", "CURL a"]) assert.ok(isCurl(command), command);
  for (const other of ["http://curl.example/ a", "curly a", "curl", "a curl b"]) assert.ok(!isCurl(other), other);
});

test("a command that a browser copies becomes its request", () => {
  const request = readCurl(String.raw`curl 'https://shop.example/cart?a=1' \
  -X 'PUT' \
  -H 'accept: */*' \
  -H 'content-type: application/json' \
  -b 'sid=1; t=2' \
  --data-raw $'{"name":"Ada\u0021","n":1}' \
  --compressed`);
  assert.deepEqual(request, {
    method: "PUT", url: "https://shop.example/cart?a=1", body: { text: '{"name":"Ada!","n":1}' }, left: [],
    fields: [["accept", "*/*"], ["content-type", "application/json"], ["Cookie", "sid=1; t=2"], ["Accept-Encoding", "deflate, gzip, br, zstd"]].map(([name, value]) => ({ name, value })),
  });
});

test("data makes a POST of a form, -G a query, -I a HEAD, and --json what it says", () => {
  assert.deepEqual(readCurl("curl a.example -d a=1 --data b=2"), { method: "POST", url: "http://a.example", fields: [{ name: "Content-Type", value: "application/x-www-form-urlencoded" }], body: { text: "a=1&b=2" }, left: [] });
  assert.equal(readCurl("curl -G a.example/?x=1 --data-urlencode 'q=a b&c'").url, "http://a.example/?x=1&q=a%20b%26c");
  assert.equal(readCurl("curl -sSI a.example").method, "HEAD");
  assert.deepEqual(named(`curl --json '{"a":1}' a.example`), ["Content-Type: application/json", "Accept: application/json"]);
  assert.deepEqual(readCurl(String.raw`curl --data-binary $'\x00\xff' a.example`).body, { base64: "AP8=" });
  assert.deepEqual(readCurl("curl -d '' a.example").method, "POST");
  assert.deepEqual(readCurl("curl --data-raw @a a.example").body, { text: "@a" });
});

test("credentials, cookies and agents become fields, and those of -H win", () => {
  assert.deepEqual(named("curl -u ada:pässword a.example"), [`Authorization: Basic ${Buffer.from("ada:pässword").toString("base64")}`]);
  assert.deepEqual(named("curl -A agent/1 -e http://b.example/ a.example"), ["User-Agent: agent/1", "Referer: http://b.example/"]);
  assert.deepEqual(named("curl --compressed -H 'Accept-Encoding: gzip' a.example"), ["Accept-Encoding: gzip"]);
  assert.deepEqual(named("curl -HX-A:1 -H 'X-A: 2' -H 'Empty;' -H 'User-Agent:' a.example"), ["X-A: 1", "X-A: 2", "Empty: "]);
});

test("options that say how curl works are no part of the request, and their values no URL", () => {
  const { url, left } = readCurl("curl -sSLk -o out.txt -m 5 --max-time 3 -x http://proxy:1 --http2 --globoff --path-as-is -v -- a.example/[1]");
  assert.equal(url, "http://a.example/[1]");
  assert.deepEqual(left, []);
  assert.equal(readCurl("curl --request-target '/a b' http://a.example/").url, "http://a.example/a b");
});

test("what is not taken over is told", () => {
  assert.deepEqual(readCurl("curl -F file=@a.png -d @body.json -b jar.txt a.example b.example").left, ["--form file=@a.png", "the content of the file body.json", "the cookies of the file jar.txt", "the further URL b.example"]);
  assert.deepEqual(readCurl("curl a.example --next b.example").left, ["further requests after --next"]);
  assert.throws(() => readCurl("curl -H"), /-H has no value/);
  assert.throws(() => readCurl("curl -v"), /no URL/);
});

const field = (name: string, value: string) => ({ name, value });
const FLOW = {
  id: 7, revision: 3, method: "POST", url: "http://shop.example/cart", path: "/cart", metadata: {},
  request: { version: "HTTP/1.1", path: "/cart", headers: [field("Host", "shop.example"), field("Content-Type", "application/json")], trailers: null },
} as unknown as HeldFlow;
const BASE: Base = { flow: FLOW, draft: draftOf(FLOW, "request"), body: { kind: "json", text: "{}" }, fixed: "" };
const MADE: Composed = { of: 7, draft: BASE.draft, body: BASE.body };

test("a recorded request is sent with what differs, whatever its body is looked at as", () => {
  assert.deepEqual(sending(MADE, BASE), { of: 7, edits: [] });
  assert.deepEqual(sending({ ...MADE, body: { kind: "text", text: "{}" } }, BASE), { of: 7, edits: [] });
  assert.deepEqual(sending({ ...MADE, draft: { ...MADE.draft, method: "PUT" }, body: { kind: "hex", hex: "00ff" } }, BASE), { of: 7, edits: [{ op: "method", value: "PUT" }, { op: "body", base64: "AP8=", encoded: false }] });
  assert.deepEqual(sending({ ...MADE, body: { kind: "kept" } }, { ...BASE, body: { kind: "kept" } }), { of: 7, edits: [] });
  assert.deepEqual(sending({ ...MADE, body: { kind: "text", text: "" } }, BASE).edits, [{ op: "body", text: "" }]);
});

test("a new request has Host behind which its fields are, unless it names one, and no row that is empty", () => {
  const draft = { ...blank().draft, url: " http://a.example/ ", fields: [field("X", "1"), field("", "")] };
  assert.deepEqual(sending({ ...blank(), draft }, null), { method: "GET", url: "http://a.example/", edits: [{ op: "header.add", name: "X", value: "1" }] });
  assert.deepEqual(sending({ ...blank(), draft: { ...draft, fields: [field("X", "1"), field("host", "b")] } }, null).edits, [{ op: "headers", value: [["X", "1"], ["host", "b"]] }]);
  assert.deepEqual(sending({ ...blank(), draft: { ...draft, fields: [] }, body: { kind: "text", text: "a" } }, null).edits, [{ op: "body", text: "a" }]);
  assert.throws(() => sending(blank(), null), /no URL/);
  assert.throws(() => sending({ ...blank(), draft: { ...draft, fields: [field(" ", "v")] } }, null), /with the value "v" has no name/);
  assert.throws(() => sending({ ...blank(), draft, body: { kind: "hex", hex: "0g" } }, null), /no hexadecimal digit/);
  assert.ok(isBlank(blank()) && !isBlank(MADE) && !isBlank({ ...blank(), body: { kind: "text", text: "a" } }));
});

test("a curl command fills the editor, with the body in its kind", () => {
  assert.equal(fromCurl(readCurl("curl a.example -d a=1")).body.kind, "form");
  assert.equal(fromCurl(readCurl("curl a.example --json '{}'")).body.kind, "json");
  assert.deepEqual(fromCurl(readCurl(String.raw`curl a.example --data-binary $'\x00\xff'`)).body, { kind: "hex", hex: "00 ff" });
});

test("a body says which Content-Type it lacks, which is set at its place", () => {
  const fields = [field("content-type", "text/plain"), field("X", "1")];
  assert.equal(missingType({ kind: "json", text: "{}" }, fields), "application/json");
  assert.equal(missingType({ kind: "json", text: "{}" }, [field("Content-Type", "application/problem+json; charset=utf-8")]), "");
  assert.equal(missingType({ kind: "text", text: "a" }, []), "");
  assert.deepEqual(withType(fields, "application/json"), [field("content-type", "application/json"), field("X", "1")]);
  assert.deepEqual(withType([], "application/json"), [field("Content-Type", "application/json")]);
});

test("fields of a form that were not changed stay as they are written", () => {
  const text = "a=1+2&b=%7e&broken=%zz&flag";
  assert.deepEqual(formRows(text), [field("a", "1 2"), field("b", "~"), field("broken", "%zz"), field("flag", "")]);
  assert.equal(withRows(text, formRows(text)), text);
  assert.equal(withRows(text, formRows(text).map((row, at) => (at === 0 ? field("a", "x&y z") : row))), "a=x%26y+z&b=%7e&broken=%zz&flag");
  assert.equal(withRows(text, formRows(text).slice(1)), "b=%7e&broken=%zz&flag");
  assert.equal(withRows("", [field("a", "é")]), "a=%C3%A9");
  assert.deepEqual(formRows(""), []);
});

test("text that is no JSON is told with its place", () => {
  assert.equal(jsonProblem(""), "");
  assert.equal(jsonProblem('{"a":[1]}'), "");
  assert.match(jsonProblem('{"a":\n  1,}'), /line 2 column 5/);
});

test("a request with tokens of redaction is refused as the API does", () => {
  const refused = "Flow 7 was redacted: its request has tokens in place of secrets; send one with the secrets instead.";
  const withField = { ...FLOW, request: { ...FLOW.request!, headers: [field("Cookie", "sid=~r.cookie.0a1b2c3d~")] } } as Flow;
  assert.equal(redacted(withField, MADE.body), refused);
  assert.equal(redacted(FLOW, MADE.body), "");
  assert.equal(redacted(FLOW, { kind: "json", text: "\u2039r:auth:0a1b2c3d\u203a" }), refused);
});

test("attempts are those of the flow and those sent from here, each with what it was made of", () => {
  assert.equal(attemptsFilter(7, []), "replayof = 7");
  assert.equal(attemptsFilter(null, []), "");
  assert.equal(attemptsFilter(7, [{ id: 9, of: 8 }]), "replayof = 7 | id = 9");
  const attempts = [{ id: 8 }, { id: 9 }] as Attempt[];
  assert.equal(parentOf(8, attempts, 7, []), 7);
  assert.equal(parentOf(9, attempts, 7, [{ id: 9, of: 8 }]), 8);
  assert.equal(parentOf(9, attempts, null, [{ id: 8, of: null }, { id: 9, of: null }]), 8);
  assert.equal(parentOf(8, attempts, null, [{ id: 8, of: null }]), null);
});
