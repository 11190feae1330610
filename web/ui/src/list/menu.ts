// The actions on flows: each is in the context menu, in the palette, and has its keys.
import { get, getText, pathWith, post, remove } from "../api";
import { askExport } from "../exchange/dropped";
import { count, plural, utc } from "../format";
import { allActions, keysOf, type Action } from "../keys";
import { sendAgain, sendAllAgain } from "../replay/again";
import { text } from "../strings";
import { confirm } from "../ui/dialog";
import { openMenu } from "../ui/menu";
import { toast, toastError, toastUndo } from "../ui/toast";
import { list } from "./control";
import { maybe, num, raw, urlOf, type Cells } from "./row";
import { writeIds, type Range } from "./selection";
import { compose, narrow, openFlow, selectedCount, setFilter, viewNumber } from "./state";
import { type FlowId, parseFlowId } from "../flowid";

const label = text.actions;
/** Removing more asks for their number. */
const MANY = 1000;
/** More are to be selected by a filter, or all of them. */
const MOST_SELECTED = 50_000;
/** Ranks that one request asks for. */
const MOST_RANKS = 10_000;
/** Characters of a set that fit into the line of a request. */
const MOST_SET = 8000;

export interface FlowSet {
  /** For `set=` of the API. */
  set: string;
  count: number;
}

/** The selected flows, else the focused one; null if there is none, or if they are too many. */
export async function selectedSet(): Promise<FlowSet | null> {
  const { selection, focusId } = list;
  if (selection.all) return { set: "@shown", count: list.scroller.size };
  const known = list.selectedIds();
  if (known.whole && known.ids.length > 0) return { set: writeIds(known.ids), count: known.ids.length };
  if (known.whole) return focusId === null ? null : { set: String(focusId), count: 1 };
  if (selection.count(list.scroller.size) > MOST_SELECTED) {
    toast(text.list.tooMany);
    return null;
  }
  try {
    const ids = await idsAt(selection.ranges);
    return { set: writeIds(ids), count: ids.length };
  } catch (e) {
    toastError(e);
    return null;
  }
}

/** Asks which flows are at ranks, of which the page knows only those near the screen. */
async function idsAt(ranges: readonly Range[]): Promise<FlowId[]> {
  const ids: FlowId[] = [];
  for (const [begin, end] of ranges) {
    for (let from = begin; from < end; from += MOST_RANKS) {
      const count = Math.min(MOST_RANKS, end - from);
      ids.push(...(await get<{ ids: FlowId[] }>("/flows/ranks", { view: viewNumber(), from, count })).ids);
    }
  }
  return ids;
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
  const started = maybe(cells, "started");
  if (started === null) {
    toast(text.list.noTime);
    return;
  }
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

/** A long set is removed in parts. */
async function removeAll(set: string): Promise<void> {
  for (let rest = set; rest; ) {
    const cut = rest.length > MOST_SET ? rest.lastIndexOf(",", MOST_SET) : rest.length;
    await remove("/flows", { set: rest.slice(0, cut), view: viewNumber() });
    rest = rest.slice(cut + 1);
  }
}

async function removeFlows(): Promise<void> {
  const chosen = await selectedSet();
  if (!chosen) return;
  const number = count(chosen.count);
  if (chosen.count > MANY && !(await confirm({
    title: text.list.clearTitle(number), detail: text.list.clearDetail, deed: text.list.remove, typed: String(chosen.count),
  }))) return;
  toastUndo(text.list.removed(plural(chosen.count, "flow")), () => {
    removeAll(chosen.set).catch(toastError);
  });
}

async function duplicate(): Promise<void> {
  const chosen = await selectedSet();
  if (!chosen) return;
  try {
    const made = await post<{ count?: number; ids?: FlowId[] }>(pathWith("/flows/duplicate", { view: viewNumber() }), { set: chosen.set });
    toast(text.list.duplicated(count(made.count ?? chosen.count)));
    if (made.ids?.[0]) openFlow(made.ids[0]);
  } catch (e) {
    toastError(e);
  }
}

async function replay(): Promise<void> {
  const chosen = await selectedSet();
  if (!chosen) return;
  if (chosen.count === 1 && !chosen.set.startsWith("@")) await sendAgain(parseFlowId(chosen.set));
  else await sendAllAgain(chosen.set);
}

export function menuActions(): Action[] {
  const item = (id: string, keys: string[], name: string, menu: string, run: () => unknown): Action => ({
    id: `flows.${id}`, keys, label: name, scope: "list", menu, changes: menu === "edit",
    run: () => void run(),
    disabled: () => (list.focusId === null && list.selection.isEmpty ? text.list.noneSelected : null),
  });
  return [
    item("copy-url", ["y u"], label.copyUrl, "copy", copyUrl),
    item("copy-curl", ["y c"], label.copyCurl, "copy", () => copyAs("curl")),
    { id: "flows.export", keys: ["E"], label: label.exportFlows, scope: "list", menu: "copy", run: askExport },
    item("only-host", [], label.onlyHost, "filter", by(cells => `host = ${quoted(raw(cells, "host"))}`)),
    item("not-host", [], label.notHost, "filter", by(cells => `host != ${quoted(raw(cells, "host"))}`)),
    item("only-type", [], label.onlyType, "filter", by(cells => `type = ${quoted(raw(cells, "type"))}`)),
    item("not-type", [], label.notType, "filter", by(cells => `type != ${quoted(raw(cells, "type"))}`)),
    item("only-status", [], label.onlyStatus, "filter", by(cells => `status = ${num(cells, "status")}`)),
    item("only-path", [], label.onlyPath, "filter", by(cells => `path = ${quoted(raw(cells, "path"))}`)),
    item("around", [], label.around, "filter", around),
    item("replay", ["r"], label.replay, "edit", replay),
    item("compose", ["R"], label.compose, "edit", () => list.focusId !== null && compose(list.focusId)),
    item("duplicate", ["D"], label.duplicate, "edit", duplicate),
    item("remove", ["d", "Delete"], label.remove, "edit", removeFlows),
  ];
}

const GROUPS = ["open", "hold", "note", "compare", "copy", "filter", "edit"];

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
