import assert from "node:assert/strict";
import { test } from "node:test";
import { comparison, editsOf, inMenu, nameOfRevision, placeOf, stepsOf, whyNoBody, whyNotEdited } from "../src/detail/revisions";
import type { Flow, Revision } from "../src/detail/types";
import { baseOf, draftFor, keepDraft } from "../src/revisions/drafts";
import { isStale } from "../src/held/draft";

const edits = (count: number): Revision[] => Array.from({ length: count }, (_, at) => ({ n: at + 1, time: "2026-11-29T10:31:05.5Z", by: "ann", what: "request method", comment: null }));
const flow = (facts: Partial<Flow> = {}): Flow => ({
  id: 7, revision: 3, kind: "http", state: "complete", method: "GET", url: "http://a/", request: { version: "HTTP/1.1", path: "/", headers: [], trailers: null }, response: null, ...facts,
}) as unknown as Flow;

test("the revisions of a flow go from the original to the newest", () => {
  assert.deepEqual(stepsOf(flow()), []);
  const steps = stepsOf(flow({ changed: true, revisions: edits(2) }));
  assert.deepEqual(steps.map(step => [step.id, step.newest]), [["original", false], ["1", false], ["2", true]]);
  assert.match(steps[1]!.label, /^1 · ann, \d\d:\d\d:05$/);
  assert.deepEqual(stepsOf(flow({ changed: true, changed_on_its_way: true })).map(step => step.id), ["original", "0"]);
  assert.deepEqual(stepsOf(flow({ changed: true, changed_on_its_way: true, revisions: edits(1) })).map(step => step.id), ["original", "0", "1"]);
  assert.deepEqual([placeOf(steps, ""), placeOf(steps, "original"), placeOf(steps, "1"), placeOf(steps, "9")], [2, 0, 1, 2]);
});

test("many revisions are in a menu, but for the original and the last ones", () => {
  assert.deepEqual(inMenu(stepsOf(flow({ changed: true, revisions: edits(4) }))), []);
  assert.deepEqual(inMenu(stepsOf(flow({ changed: true, revisions: edits(6) }))).map(step => step.id), ["1", "2", "3", "4"]);
});

test("two revisions are compared from the earlier to the later one, by names that tell them", () => {
  const steps = stepsOf(flow({ changed: true, revisions: edits(2) }));
  assert.equal(comparison(7, steps, 2, 0), "7@original,7@2");
  assert.equal(comparison(7, steps, 0, 1), "7@original,7@1");
  assert.deepEqual(["7", "7@original", "7@0", "7@2"].map(nameOfRevision), ["Flow 7", "Flow 7, original", "Flow 7, as recorded", "Flow 7, revision 2"]);
});

test("what cannot be edited says why", () => {
  assert.equal(whyNotEdited(flow()), null);
  assert.match(whyNotEdited(flow({ kind: "tcp" }))!, /raw stream/);
  assert.match(whyNotEdited(flow({ state: "open" }))!, /in progress/);
  assert.match(whyNotEdited(flow({ shown: "original" }))!, /earlier revision/);
  const body = { size: 10, recorded: 10, complete: true, lack: null, codings: [], type: null };
  const bodies = (facts: Partial<typeof body>) => flow({ bodies: { request: { ...body, ...facts }, response: null } } as Partial<Flow>);
  assert.equal(whyNoBody(bodies({}), "request"), null);
  assert.equal(whyNoBody(bodies({}), "response"), null);
  assert.match(whyNoBody(bodies({ recorded: 4 }), "request")!, /not whole/);
  assert.match(whyNoBody(bodies({ size: 6 << 20, recorded: 6 << 20 }), "request")!, /larger than 5 MiB/);
});

test("an edit makes the draft of a body stale, and a note does not", () => {
  const draft = { ...baseOf(flow(), "request"), body: { text: "mine" } };
  keepDraft(7, "request", draft);
  assert.equal(draftFor(7, "request"), draft);
  assert.equal(isStale(draft, baseOf(flow({ revision: 9 }), "request")), false);
  assert.equal(isStale(draft, baseOf(flow({ revision: 9, revisions: edits(1) }), "request")), true);
  keepDraft(7, "request", null);
  assert.equal(draftFor(7, "request"), undefined);
  assert.equal(editsOf(flow()), 0);
});
