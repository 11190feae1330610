import assert from "node:assert/strict";
import { test } from "node:test";
import { nameOf } from "../src/keys";

const press = (key: string, modifiers: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) =>
  nameOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers });

test("shift is named only if the character does not say it", () => {
  assert.equal(press("M", { shiftKey: true }), "M");
  assert.equal(press("?", { shiftKey: true }), "?");
  assert.equal(press("F6", { shiftKey: true }), "Shift+F6");
  assert.equal(press("K", { ctrlKey: true, shiftKey: true }), "Ctrl+Shift+k");
  assert.equal(press("k", { metaKey: true }), "Ctrl+k");
  assert.equal(press(" "), "Space");
});
