// Actions by which flows of the list become the sides of a comparison. They are added once the list is there.
import { sides } from "../compare/marked";
import { addActions, type Action } from "../keys";
import { list } from "../list/control";
import { selectedSet } from "../list/menu";
import { filter } from "../list/state";
import { markedOnly } from "../list/view";
import { go } from "../router";
import { text } from "../strings";
import { plural } from "../format";
import { toast } from "../ui/toast";
import { sideOf } from "./side";

type Side = "a" | "b";

async function choose(side: Side): Promise<void> {
  const selected = await selectedSet();
  if (!selected) return;
  const flows = list.selection.all ? sideOf({ filter: filter.value, markedOnly: markedOnly.value }) : sideOf({ numbers: selected.set });
  if (flows === null) {
    toast("These are too many flows far from each other; select by a filter, and all it shows by Ctrl-A.");
    return;
  }
  sides.value = { ...sides.value, [side]: flows };
  const { a, b } = sides.value;
  if (a !== undefined && b !== undefined) {
    sides.value = {};
    go("diff", { a, b, ids: null, flow: null, tab: null });
  } else toast(`Side ${side.toUpperCase()} is ${plural(selected.count, "flow")}; choose side ${side === "a" ? "B" : "A"}, or press Ctrl-K and compare two selections.`);
}

const item = (side: Side): Action => ({
  id: `flows.side-${side}`, keys: [], label: `Compare as side ${side.toUpperCase()}`, scope: "list", menu: "compare", run: () => void choose(side),
  disabled: () => (list.focusId === null && list.selection.isEmpty ? text.list.noneSelected : null),
});

addActions(item("a"), item("b"));
