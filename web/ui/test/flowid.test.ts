import assert from "node:assert/strict";
import { test } from "node:test";
import { compareIds, follows, NO_FLOW, ofSameRecorder, parseFlowId } from "../src/flowid";
import { writeIds } from "../src/list/selection";
import { flowEntry } from "../src/palette/entries";

test("a number is read as people and addresses write it", () => {
  for (const [text, id] of [["2041", 2041], ["#2041", 2041], [" 007 ", 7], ["17.2041", "17.2041"], ["#17.2041", "17.2041"], ["017.0002041", "17.2041"], ["8388607.1099511627775", "8388607.1099511627775"]] as const) {
    assert.equal(parseFlowId(text), id, text);
  }
});

test("what is no number stands for no flow", () => {
  for (const text of ["", "-1", "1e3", "17.", ".5", "1.2.3", "0x10", "12 13", "99999999999999999999", "@shown"]) assert.equal(parseFlowId(text), NO_FLOW, text);
});

test("numbers are ordered by recorder, then as they were counted", () => {
  assert.deepEqual(["17.2", "3.11", 5, "3.9", 12, "17.10"].sort(compareIds), [5, 12, "3.9", "3.11", "17.2", "17.10"]);
});

test("a set has ranges within one recorder only", () => {
  assert.ok(follows("17.9", "17.10"));
  assert.ok(!follows("17.9", "18.10"));
  assert.ok(!follows(9, "17.10"));
  assert.equal(writeIds(["17.3", "17.1", "17.2", "18.4", 5, 6]), "5-6,17.1-17.3,18.4");
});

test("the notes of a flow name a flow of its own recorder", () => {
  assert.equal(ofSameRecorder(12, "7"), 7);
  assert.equal(ofSameRecorder("17.12", "7"), "17.7");
  assert.equal(ofSameRecorder("17.12", ""), NO_FLOW);
  assert.equal(ofSameRecorder(12, ""), NO_FLOW);
});

test("the palette goes to a flow of a shared store", () => {
  assert.equal(flowEntry("#17.2041")?.label, "#17.2041");
  assert.equal(flowEntry("17.2041"), null);
  assert.equal(flowEntry("#17."), null);
});
