import assert from "node:assert/strict";
import test from "node:test";
import { bannersOf } from "../src/viewers/banners";
import { firstWay, waysOf, wayOf } from "../src/viewers/choice";
import { imageSizeOf } from "../src/viewers/imagesize";
import { expressionOf, firstAfter, matchesIn } from "../src/viewers/matches";
import { partsOf, safeName } from "../src/viewers/multipart";
import { readings } from "../src/viewers/numbers";
import { movedBy } from "../src/viewers/selection";

const kind = (type: string, size: number) => ({ type, size, encoded: false });

test("the first view fits the type and the size", () => {
  assert.equal(firstWay(kind("image/png", 1000)), "image");
  assert.equal(firstWay(kind("video/mp4", 1 << 30)), "media");
  assert.equal(firstWay(kind("application/json", 5 << 20)), "auto");
  assert.equal(firstWay(kind("application/json", 1 << 30)), "text");
  assert.equal(firstWay(kind("application/octet-stream", 1 << 30)), "hex");
});

test("the choice of a type is kept, but no view is asked to take too much", () => {
  assert.equal(wayOf(kind("text/html", 10), { "text/html": "preview" }), "preview");
  assert.equal(wayOf(kind("application/json", 1 << 30), { "application/json": "tree" }), "text");
  const ids = waysOf(kind("application/problem+json", 10), [{ name: "json", label: "JSON" }, { name: "hex", label: "Hex" }], false).map(way => way.id);
  assert.deepEqual(ids, ["auto", "tree", "text", "hex", "view:json"]);
});

test("bytes as numbers", () => {
  const all = readings(Uint8Array.of(0, 0, 0x80, 0x3f, 0, 0, 0, 0));
  const named = (name: string) => all.find(reading => reading.name === name);
  assert.equal(named("float32")?.little, "1");
  assert.equal(named("uint16")?.big, "0");
  assert.equal(named("uint64")?.little, "1065353216");
  assert.equal(readings(Uint8Array.of(255))[0]?.little, "-1");
  assert.deepEqual(readings(new Uint8Array(0)), []);
});

test("the selection of bytes moves by keys and keeps its column", () => {
  const at = { anchor: 20, focus: 20 };
  assert.deepEqual(movedBy(at, "ArrowDown", true, 100, 10), { anchor: 20, focus: 36 });
  assert.deepEqual(movedBy(at, "PageUp", false, 100, 10), { anchor: 4, focus: 4 });
  assert.deepEqual(movedBy(at, "PageDown", false, 100, 10), { anchor: 84, focus: 84 });
  assert.deepEqual(movedBy(at, "End", false, 100, 10), { anchor: 99, focus: 99 });
  assert.deepEqual(movedBy({ anchor: 0, focus: 0 }, "ArrowLeft", false, 100, 10), { anchor: 0, focus: 0 });
  assert.equal(movedBy(at, "x", false, 100, 10), undefined);
});

test("find in a text", () => {
  const found = matchesIn("Needle needle\nNEEDLE", expressionOf({ text: "needle", regex: false })!);
  assert.deepEqual(found, [0, 6, 7, 13, 14, 20]);
  assert.equal(firstAfter(found, 8), 1);
  assert.equal(firstAfter(found, 13), 2);
  assert.deepEqual(matchesIn("a+b", expressionOf({ text: "a+b", regex: false })!), [0, 3]);
  assert.equal(expressionOf({ text: "(", regex: true }), null);
  assert.deepEqual(matchesIn("xx", /y*/gu), []);
});

test("what is said of a body", () => {
  const facts = { size: 1_200_000_000, recorded: 1_048_576, complete: true, lack: "cut by --body-limit", codings: ["gzip"], type: "text/plain" };
  assert.deepEqual(bannersOf(facts, false, { decoded: true }), ["1.2 GB passed, 1 MB kept: cut by --body-limit", "decoded from gzip"]);
  assert.deepEqual(bannersOf({ ...facts, size: 10, recorded: 10, lack: null, codings: [], complete: false }, true, { decoded: false }), ["still growing, 10 B until now"]);
});

test("the size of an image from its head", () => {
  const png = Buffer.from("89504e470d0a1a0a0000000d49484452000012340000567808060000", "hex");
  assert.deepEqual(imageSizeOf(png), { width: 0x1234, height: 0x5678 });
  assert.deepEqual(imageSizeOf(Buffer.from("4749463839610a001400f7000000000000000000000000000000000000000000", "hex")), { width: 10, height: 20 });
  assert.deepEqual(imageSizeOf(Buffer.from("ffd8ffe000104a46494600010100000100010000ffc0001108003000400301220002110103", "hex")), { width: 64, height: 48 });
  assert.equal(imageSizeOf(Buffer.from("ffd8ff", "hex")), undefined);
  assert.equal(imageSizeOf(Buffer.from("hello world, this is no image at all!!")), undefined);
});

test("the parts of a multipart body", () => {
  const body = Buffer.from('--b1\r\nContent-Disposition: form-data; name="a\\"b"\r\n\r\none\r\ntwo\r\n--b1\r\n'
    + 'content-disposition: form-data; name=f; filename="../x y.png"\r\nContent-Type: Image/PNG; q=1\r\n\r\n\x89PNG\r\n--b1\r\n\r\nno head\r\n--b1--\r\nepilogue', "latin1");
  const parts = partsOf(body) ?? [];
  assert.deepEqual(parts.map(part => [part.name, part.filename, part.type, Buffer.from(part.bytes).toString("latin1")]), [
    ['a"b', undefined, "text/plain", "one\r\ntwo"], ["f", "../x y.png", "image/png", "\x89PNG"], ["", undefined, "text/plain", "no head"],
  ]);
  assert.equal(safeName("../x y.png", "part"), "_x_y.png");
  assert.equal(safeName("..", "part"), "part");
  assert.equal(partsOf(Buffer.from("no multipart")), undefined);
  assert.equal(partsOf(Buffer.from("--cut\r\nContent-Type: text/plain\r\n\r\nthe rest is lack"))?.[0]?.bytes.length, 16);
});
