// The actions on flows: each is in the context menu, in the palette, and has its keys.
import { getText, pathWith, post, remove } from "../api";
import { count, plural, utc } from "../format";
import { allActions, keysOf, type Action } from "../keys";
import { text } from "../strings";
import { confirm } from "../ui/dialog";
import { openMenu } from "../ui/menu";
import { toast, toastError, toastUndo } from "../ui/toast";
import { list } from "./control";
import { num, raw, urlOf, type Cells } from "./row";
import { writeIds } from "./selection";
import { narrow, openFlow, selectedCount, setFilter, viewNumber } from "./state";

const label = text.actions;
/** Removing more asks for their number. */
const MANY = 1000;

export interface FlowSet {
  /** For `set=` of the API. */
  set: string;
  count: number;
}

/** The selected flows, else the focused one; null if there is none, or if not all of them are known. */
export function selectedSet(): FlowSet | null {
  const { selection, focusId } = list;
  if (selection.all) return { set: "@shown", count: list.scroller.size };
  const { ids, whole } = list.selectedIds();
  if (ids.length > 0 && whole) return { set: writeIds(ids), count: ids.length };
  if (!whole) toast(text.list.tooMany);
  else if (focusId !== null) return { set: String(focusId), count: 1 };
  return null;
}

function focused(): Cells | null {
  return list.focusRank >= 0 ? list.cellsAt(list.focusRank) : null;
}

/** Quotes a text for the filter's grammar. */
export function quoted(value: string): string {
  return `"${value.replace(/(["\\])/g, "\\$1")}"`;
}

function by(expression: (cells: Cells) => string): () => void {
  return () => {
    const cells = focused();
    if (cells) narrow(expression(cells));
  };
}

function around(): void {
  const cells = focused();
  if (!cells) return;
  const started = num(cells, "started");
  setFilter(`started >= ${utc(started - 2e6)} & started <= ${utc(started + 2e6)}`);
}

export async function copyText(content: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(content);
    toast(text.list.copied);
  } catch (e) {
    toastError(e);
  }
}

async function copyAs(as: string): Promise<void> {
  if (list.focusId === null) return;
  try {
    await copyText(await getText(`/flows/${list.focusId}/copy`, { as }));
  } catch (e) {
    toastError(e);
  }
}

function copyUrl(): void {
  const cells = focused();
  if (cells) void copyText(urlOf(cells));
}

async function removeFlows(): Promise<void> {
  const chosen = selectedSet();
  if (!chosen) return;
  const number = count(chosen.count);
  if (chosen.count > MANY && !(await confirm({
    title: text.list.clearTitle(number), detail: text.list.clearDetail, deed: text.list.remove, typed: String(chosen.count),
  }))) return;
  toastUndo(text.list.removed(plural(chosen.count, "flow")), () => {
    remove("/flows", { set: chosen.set, view: viewNumber() }).catch(toastError);
  });
}

async function duplicate(): Promise<void> {
  const chosen = selectedSet();
  if (!chosen) return;
  try {
    const made = await post<{ count?: number; ids?: number[] }>(pathWith("/flows/duplicate", { view: viewNumber() }), { set: chosen.set });
    toast(text.list.duplicated(count(made.count ?? chosen.count)));
    if (made.ids?.[0]) openFlow(made.ids[0]);
  } catch (e) {
    toastError(e);
  }
}

export function menuActions(): Action[] {
  const item = (id: string, keys: string[], name: string, menu: string, run: () => unknown): Action => ({
    id: `flows.${id}`, keys, label: name, scope: "list", menu,
    run: () => void run(),
    disabled: () => (list.focusId === null && list.selection.isEmpty ? text.list.noneSelected : null),
  });
  return [
    item("copy-url", ["y u"], label.copyUrl, "copy", copyUrl),
    item("copy-curl", ["y c"], label.copyCurl, "copy", () => copyAs("curl")),
    item("only-host", [], label.onlyHost, "filter", by(cells => `host = ${quoted(raw(cells, "host"))}`)),
    item("not-host", [], label.notHost, "filter", by(cells => `host != ${quoted(raw(cells, "host"))}`)),
    item("only-type", [], label.onlyType, "filter", by(cells => `type = ${quoted(raw(cells, "type"))}`)),
    item("not-type", [], label.notType, "filter", by(cells => `type != ${quoted(raw(cells, "type"))}`)),
    item("only-status", [], label.onlyStatus, "filter", by(cells => `status = ${num(cells, "status")}`)),
    item("only-path", [], label.onlyPath, "filter", by(cells => `path = ${quoted(raw(cells, "path"))}`)),
    item("around", [], label.around, "filter", around),
    item("duplicate", ["D"], label.duplicate, "edit", duplicate),
    item("remove", ["d", "Delete"], label.remove, "edit", removeFlows),
  ];
}

const GROUPS = ["open", "note", "compare", "copy", "filter", "edit"];

/** The menu has the actions of all parts that belong to a group. */
export function openListMenu(x: number, y: number): void {
  const actions = allActions()
    .filter(action => action.menu)
    .sort((a, b) => GROUPS.indexOf(a.menu ?? "") - GROUPS.indexOf(b.menu ?? ""));
  let group = "";
  const items = actions.map(action => {
    const begins = group !== "" && group !== action.menu;
    group = action.menu ?? "";
    return { label: action.label, keys: keysOf(action)[0], disabled: action.disabled?.(), begins, run: () => action.run(), danger: action.id === "flows.remove" };
  });
  const selected = selectedCount.value;
  openMenu(selected > 1 ? `${text.list.menu} (${count(selected)})` : text.list.menu, x, y, items);
}
