import assert from "node:assert/strict";
import { test } from "node:test";
import { fuzzy, rank } from "../src/palette/fuzzy";
import { argumentAt, fault, parameterAt, quoted, words, type Command } from "../src/palette/line";
import { named } from "../src/palette/run";
import { conflict, keyLabel, places, refusedKey } from "../src/keypage/groups";
import type { Action } from "../src/keys";

const parameter = (name: string, type: string, required: boolean, variadic = false) => ({ name, type, help: `The ${name}.`, required, variadic, default: null });
const mark: Command = { name: "flow.mark", help: "", parameters: [parameter("flows", "flows", true), parameter("mark", "text", false)] };
const order: Command = { name: "view.order.set", help: "", parameters: [parameter("order", "time|host", true)] };
const many: Command = { name: "x", help: "", parameters: [parameter("first", "number", true), parameter("rest", "text", false, true)] };

test("letters are found in order, and those that begin words count most", () => {
  assert.equal(fuzzy("xyz", "flow.mark"), null);
  assert.deepEqual(fuzzy("fm", "flow.mark")?.at, [0, 5]);
  assert.deepEqual(fuzzy("mark", "flow.mark")?.at, [5, 6, 7, 8]);
  const best = (query: string, texts: string[]) => rank(query, texts, text => text, () => -1)[0]?.item;
  assert.equal(best("vos", ["view.properties.inbounds", "view.order.set"]), "view.order.set");
  assert.equal(best("opt", ["session.stop", "options.get"]), "options.get");
});

test("what was used last comes first without a query, and before equals with one", () => {
  const recent = (text: string) => ["b", "ab"].indexOf(text);
  assert.deepEqual(rank("", ["a", "b", "ab"], text => text, recent).map(each => each.item), ["b", "ab", "a"]);
  assert.equal(rank("x", ["x1", "x2"], text => text, text => (text === "x2" ? 0 : -1))[0]?.item, "x2");
});

test("a line is cut into words as the server does, and words are quoted back", () => {
  assert.deepEqual(words(`flow.mark "a b" 'c"d' e\\f`).map(word => word.text), ["flow.mark", "a b", `c"d`, "e\\f"]);
  for (const text of ["plain", "a b", 'say "x"', "back\\slash", ""]) assert.deepEqual(words(quoted(text)).map(word => word.text), [text]);
});

test("the caret tells which argument is typed", () => {
  assert.equal(argumentAt("flow.ma", 7), -1);
  assert.equal(argumentAt("flow.mark ", 10), 0);
  assert.equal(argumentAt("flow.mark 12", 12), 0);
  assert.equal(argumentAt("flow.mark 12 ", 13), 1);
  assert.equal(parameterAt(many, 7)?.name, "rest");
  assert.equal(parameterAt(mark, 7), undefined);
});

test("a missing, superfluous or mistyped argument is told before anything is sent", () => {
  assert.equal(fault(mark, ["12"]), null);
  assert.equal(fault(mark, []), "flow.mark needs flows: The flows.");
  assert.equal(fault(mark, ["1", "2", "3"]), "flow.mark takes 2 arguments, not 3");
  assert.equal(fault(order, ["size"]), "order must be one of time, host");
  assert.equal(fault(many, ["x"]), 'first must be a number, not "x"');
  assert.deepEqual(named(many, ["1", "a", "b"]), { first: "1", rest: ["a", "b"] });
});

test("keys are shown by place, and one that is taken or the browser's is refused", () => {
  const action = (id: string, scope: string, keys: string[]): Action => ({ id, scope, keys, label: id, run: () => undefined });
  const actions = [action("a", "page", ["Ctrl+k"]), action("b", "list", ["y c"]), action("c", "detail", ["x"])];
  const keysOf = (each: Action) => each.keys;
  assert.deepEqual(places(actions).map(place => place.scope), ["list", "detail", "page"]);
  const [page, list] = actions as [Action, Action, Action];
  assert.equal(conflict("Ctrl+k", list, actions, keysOf)?.id, "a");
  assert.equal(conflict("y", page, actions, keysOf)?.id, "b");
  assert.equal(conflict("x", list, actions, keysOf), null);
  assert.match(refusedKey("Ctrl+w") ?? "", /browser/);
  assert.equal(keyLabel("y c"), "y then c");
  assert.equal(keyLabel("Ctrl+ArrowUp"), "Ctrl+↑");
  assert.equal(keyLabel("+"), "+");
});
