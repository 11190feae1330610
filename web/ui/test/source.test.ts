import assert from "node:assert/strict";
import test from "node:test";
import { ByteSource, PAGE } from "../src/viewers/source";

const turn = () => new Promise(resolve => setImmediate(resolve));

test("pages are read once, and at most eight are kept", async () => {
  const asked: number[] = [];
  const source = new ByteSource(async (from, to) => (asked.push(from / PAGE), { bytes: new Uint8Array(to - from), total: 100 * PAGE }), 100 * PAGE, true, () => undefined, () => undefined);
  for (let page = 0; page < 12; page++) {
    source.want(page * PAGE, (page + 1) * PAGE);
    await turn();
  }
  source.want(11 * PAGE, 12 * PAGE);
  await turn();
  assert.deepEqual(asked, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  assert.equal(source.kept, 8);
  assert.equal(source.page(0), undefined);
});

test("a read that nothing waits for is aborted", async () => {
  const aborted: number[] = [];
  const source = new ByteSource(
    (from, _to, signal) => new Promise((_resolve, reject) => signal.addEventListener("abort", () => (aborted.push(from / PAGE), reject(new DOMException("", "AbortError"))))),
    100 * PAGE, true, () => undefined, error => assert.fail(String(error)));
  source.want(3 * PAGE, 4 * PAGE);
  source.want(70 * PAGE, 71 * PAGE);
  await turn();
  assert.deepEqual(aborted, [3]);
  source.close();
  assert.deepEqual(aborted, [3, 70]);
});

test("a size that is not known grows with what is read", async () => {
  const body = new Uint8Array(PAGE + 10);
  const source = new ByteSource(async (from, to) => ({ bytes: body.slice(from, to), total: undefined }), 20, false, () => undefined, () => undefined);
  source.want(0, PAGE);
  await turn();
  assert.ok(source.size > PAGE && !source.sizeIsExact);
  source.want(PAGE, 2 * PAGE);
  await turn();
  assert.equal(source.size, PAGE + 10);
  assert.ok(source.sizeIsExact);
});

test("a slice over two pages has the bytes of both", async () => {
  const body = Uint8Array.from({ length: 2 * PAGE }, (_, index) => index % 251);
  const source = new ByteSource(async (from, to) => ({ bytes: body.slice(from, to), total: body.length }), body.length, true, () => undefined, () => undefined);
  source.want(0, body.length);
  await turn();
  assert.deepEqual(source.slice(PAGE - 3, PAGE + 3), body.slice(PAGE - 3, PAGE + 3));
  assert.equal(source.slice(body.length, body.length + 5)?.length, 0);
});

test("a failure is told, and the page can be asked for again", async () => {
  let failures = 0;
  let fail = true;
  const source = new ByteSource(async (from, to) => {
    if (fail) throw new Error("gone");
    return { bytes: new Uint8Array(to - from), total: PAGE };
  }, PAGE, true, () => undefined, () => failures++);
  source.want(0, PAGE);
  await turn();
  assert.equal(failures, 1);
  fail = false;
  source.want(0, PAGE);
  await turn();
  assert.equal(source.page(0)?.length, PAGE);
});
