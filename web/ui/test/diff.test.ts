import assert from "node:assert/strict";
import { test } from "node:test";
import { pathWith } from "../src/api";
import { compared } from "../src/compare/comparison";
import { isSame, paramsOf, rulesOf, whatDiffers, whyNot, type Asked, type Difference, type DiffPart } from "../src/diff/asked";
import { sideOf } from "../src/diff/side";

const asked = (changes: Partial<Asked> = {}): Asked => ({ a: "id < 5", b: "id >= 5", ignored: [], usual: true, ordered: false, timing: false, ...changes });
const part = (name: string, ...rows: [string, string | null, string | null, string?][]): DiffPart => ({
  part: name, note: "", omitted: 0, rows: rows.map(([key, left, right, ignore]) => ({ key, left, right, ...(ignore === undefined ? {} : { ignore }) })),
});
const changed = (...parts: DiffPart[]): Difference => ({ type: "changed", left: { id: 1, method: "GET", url: "http://a.test/", status: 200 }, right: { id: 2, method: "GET", url: "http://a.test/", status: 404 }, parts });

test("a comparison is asked for by its filters, rules and switches", () => {
  assert.equal(pathWith("/diff", paramsOf(asked({ a: "" }), 3)), "/diff?a=&b=id+%3E%3D+5&view=3&limit=1000&values=50&length=400");
  const path = pathWith("/diff", paramsOf(asked({ ignored: ["header:x", "json:$.t"], usual: false, ordered: true, timing: true })));
  assert.match(path, /&ignore=header%3Ax%0Ajson%3A%24.t&strict=1&ordered=1&timing=20$/);
});

test("two sides that are equal, or longer than a request, are not compared", () => {
  assert.match(whyNot(asked({ a: "", b: " " })) ?? "", /Write a filter/);
  assert.match(whyNot(asked({ a: "1,".repeat(6000) })) ?? "", /too long/);
  assert.equal(whyNot(asked({ a: "" })), null);
});

test("what was asked is known again, so that its result is shown without another run", () => {
  assert.ok(isSame(asked(), asked()));
  assert.ok(!isSame(asked(), asked({ ignored: ["header:x"] })));
  assert.ok(!isSame(asked(), asked({ timing: true })));
});

test("what differs begins with the status, and names each other part once", () => {
  assert.equal(whatDiffers(changed(part("status line", ["status", "200", "404"]), part("response body", ["$.n", "1", "2"], ["$.m", "1", "2"]))), "status 200 → 404, response body");
  assert.equal(whatDiffers(changed(part("status line", ["version", "HTTP/1.1", "HTTP/2"]), part("timing", ["duration", "1 ms", "2 s"]))), "status line, timing");
  assert.equal(whatDiffers(changed(part("response headers", ["x", null, "1"]), part("response body"))), "response headers");
  assert.equal(whatDiffers({ type: "removed" }), "");
});

test("all values of a flow are ignored but for its status and whole bodies", () => {
  const difference = changed(
    part("status line", ["status", "200", "404", "part:status line/status"]),
    part("response headers", ["x-run", "1", "2", "header:x-run"]),
    part("response body", ["$", "1", "2", "json:$"], ["$.a[0].t", "1", "2", "json:$.a[*].t"], ["$.a[1].t", "1", "2", "json:$.a[*].t"], ["3", "x", "y"]),
  );
  assert.deepEqual(rulesOf(difference), ["header:x-run", "json:$.a[*].t"]);
});

test("selected flows become a side by their numbers, or by the filter that shows them all", () => {
  assert.equal(sideOf({ numbers: "3,5-9" }), "3,5-9");
  assert.equal(sideOf({ numbers: "1,3,".repeat(2000) }), null);
  assert.equal(sideOf({ filter: " status >= 400 ", markedOnly: false }), "status >= 400");
  assert.equal(sideOf({ filter: "a | b", markedOnly: true }), "(a | b) & ~marked");
  assert.equal(sideOf({ filter: "", markedOnly: true }), "~marked");
});

test("the note of a part is kept, such as equal content in other codings", () => {
  const [shown] = compared({ flows: [], parts: [{ part: "response body", note: "equal content in other codings: gzip ≠ none", rows: [] }] }, []);
  assert.equal(shown?.note, "equal content in other codings: gzip ≠ none");
  assert.equal(shown?.differences, 0);
});
