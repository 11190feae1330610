// Marks, comments and comparing from the list.
import { pathWith, post } from "../api";
import { compareMarked, MOST } from "../compare/marked";
import { count } from "../format";
import type { Action } from "../keys";
import { go } from "../router";
import { text } from "../strings";
import { openMenu } from "../ui/menu";
import { toast, toastError, toastUndo } from "../ui/toast";
import { focusRank, list } from "./control";
import { selectedSet, type FlowSet } from "./menu";
import { raw } from "./row";
import { askComment, viewNumber } from "./state";

/** Marks with a colour of their own; any other text is shown as a flag. */
export const MARKS = ["red", "orange", "yellow", "green", "blue", "purple"];
const PLAIN = "*";

function set(chosen: FlowSet, mark: string): Promise<unknown> {
  return post(pathWith("/flows/mark", { view: viewNumber() }), { set: chosen.set, mark });
}

async function mark(wanted: string): Promise<void> {
  const chosen = await selectedSet();
  const cells = list.focusRank >= 0 ? list.cellsAt(list.focusRank) : null;
  if (!chosen) return;
  const before = cells ? raw(cells, "mark") : "";
  set(chosen, wanted).then(() => {
    // What each of several flows was marked with is not known here.
    if (chosen.count === 1) toastUndo(wanted ? text.list.marked1 : text.list.unmarked, () => undefined, () => void set(chosen, before).catch(toastError));
    else toast(text.list.markedMany(count(chosen.count)));
  }, toastError);
}

function toggle(): void {
  const cells = list.focusRank >= 0 ? list.cellsAt(list.focusRank) : null;
  void mark(cells && raw(cells, "mark") ? "" : PLAIN);
}

function chooseMark(): void {
  const row = document.getElementById(`row-${list.focusRank}`)?.getBoundingClientRect();
  openMenu(text.actions.markAs, row ? row.left + 80 : 100, row?.bottom ?? 100, [
    ...MARKS.map(each => ({ label: text.marks[each as keyof typeof text.marks], run: () => void mark(each) })),
    { label: text.actions.unmark, begins: true, run: () => void mark("") },
  ]);
}

/** Compares the selected flows, if they are few; else the focused one with those that were chosen before. */
function compare(): void {
  if (list.focusId === null) return;
  const selected = list.selectedIds();
  const few = selected.whole && selected.ids.length > 1 && selected.ids.length <= MOST;
  const ids = few ? selected.ids : compareMarked(list.focusId);
  if (ids === null) toast(text.list.compareMarked(String(list.focusId)));
  else go("compare", { ids: ids.join(","), flow: null, tab: null });
}

function comment(): void {
  focusRank(list.focusRank, true);
  askComment();
}

export function markActions(): Action[] {
  const item = (id: string, keys: string[], label: string, menu: string, run: () => void): Action => ({
    id: `flows.${id}`, keys, label, scope: "list", menu, run, changes: menu === "note" && "notes",
    disabled: () => (list.focusId === null ? text.list.noneSelected : null),
  });
  return [
    item("mark", ["m"], text.actions.mark, "note", toggle),
    item("mark-as", [], text.actions.markAs, "note", chooseMark),
    item("comment", [";"], text.actions.comment, "note", comment),
    item("compare", ["c"], text.actions.compare, "compare", compare),
  ];
}
