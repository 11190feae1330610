// What can be done in the list by keys.
import { addActions, type Action } from "../keys";
import { text } from "../strings";
import { focusRank, follow, list, pause } from "./control";
import { askForFlow } from "./goto";
import { markActions } from "./marks";
import { menuActions, openListMenu } from "./menu";
import { askDetail, closeDetail, detailOpen } from "./state";
import { nextOrder, turnAround, turnMarked } from "./view";

const label = text.actions;

function move(rows: number, extend = false): void {
  const { scroller, selection } = list;
  const at = list.focusRank < 0 ? Math.floor(rows > 0 ? scroller.top - 1 : scroller.top + scroller.screen) : list.focusRank;
  to(at + rows, extend, selection.anchor);
}

function to(rank: number, extend: boolean, anchor = list.selection.anchor): void {
  const bounded = Math.max(0, Math.min(list.scroller.size - 1, rank));
  focusRank(bounded, false);
  list.selection.anchor = anchor;
  if (extend) list.selection.extend(bounded);
  else list.selection.only(bounded);
}

function page(direction: number): void {
  move(direction * Math.max(1, Math.floor(list.scroller.screen) - 1));
}

function last(): void {
  if (!list.reversed) {
    focusRank(list.scroller.size - 1, false);
    list.selection.only(Math.max(0, list.scroller.size - 1));
    follow();
  } else to(list.scroller.size - 1, false);
}

function open(): void {
  if (list.focusRank < 0) move(1);
  if (list.focusRank < 0) return;
  focusRank(list.focusRank, true);
  askDetail();
}

function close(): void {
  if (list.selection.count(list.scroller.size) > 1) list.selection.only(Math.max(0, list.focusRank));
  else if (detailOpen.value) closeDetail();
  else list.selection.clear();
}

function menuByKey(grid: HTMLElement): void {
  if (list.focusRank < 0) return;
  const row = grid.querySelector(`#row-${list.focusRank}`);
  const box = (row ?? grid).getBoundingClientRect();
  openListMenu(box.left + 80, box.bottom);
}

export function addListActions(grid: HTMLElement): () => void {
  const at = (id: string, keys: string[], name: string, run: () => void): Action => ({
    id: `list.${id}`, keys, label: name, scope: "list",
    run: () => {
      run();
      list.touched();
    },
  });
  return addActions(
    at("down", ["j", "ArrowDown"], label.down, () => move(1)),
    at("up", ["k", "ArrowUp"], label.up, () => move(-1)),
    at("extend-down", ["Shift+ArrowDown", "J"], label.extendDown, () => move(1, true)),
    at("extend-up", ["Shift+ArrowUp", "K"], label.extendUp, () => move(-1, true)),
    at("page-down", ["PageDown"], label.pageDown, () => page(1)),
    at("page-up", ["PageUp"], label.pageUp, () => page(-1)),
    at("first", ["Home"], label.first, () => to(0, false)),
    at("last", ["End", "G"], label.last, last),
    at("open", ["Enter"], label.open, open),
    at("close", ["Escape"], label.close, close),
    at("select", ["Space"], label.select, () => list.focusRank >= 0 && list.selection.toggle(list.focusRank, list.scroller.size)),
    at("select-all", ["Ctrl+a"], label.selectAll, () => list.selection.selectAll()),
    at("follow", ["F"], label.follow, follow),
    at("pause", ["p"], label.pause, pause),
    at("order", ["o"], label.order, nextOrder),
    at("reverse", ["v"], label.reverse, turnAround),
    at("marked", ["M"], label.markedOnly, turnMarked),
    at("go", ["g"], label.goTo, askForFlow),
    at("menu", ["Shift+F10", "ContextMenu"], label.menu, () => menuByKey(grid)),
    ...markActions(),
    ...menuActions(),
  );
}
