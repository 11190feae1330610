// Actions of the frame itself: pages, panes, overlays.
import { sides } from "../compare/marked";
import { askImport } from "../exchange/dropped";
import { addActions } from "../keys";
import { pages } from "../pages";
import { go } from "../router";
import { text } from "../strings";
import { compose } from "../list/state";
import { split, timelineShown, type Split } from "../list/flows";
import { undoable, undoLast } from "../ui/toast";
import { overlay, overlayText } from "./overlays";

export function addFrameActions(): () => void {
  return addActions(
    ...pages.filter(page => !page.hidden).map(page => ({
      id: `page.${page.id}`, keys: [], label: text.actions.page(page.label), scope: "page", run: () => go(page.id),
    })),
    { id: "palette", keys: ["Ctrl+k"], label: text.actions.palette, scope: "page", inText: true, run: () => void (overlay.value = "palette") },
    { id: "command-line", keys: [":"], label: text.actions.commandLine, scope: "page", run: openCommandLine },
    { id: "keys", keys: ["?"], label: text.actions.keys, scope: "page", run: () => void (overlay.value = "keyhelp") },
    { id: "undo", keys: ["Ctrl+z", "u"], label: text.actions.undo, scope: "page", disabled: () => (undoable() ? null : text.common.nothingToUndo), run: undoLast },
    { id: "compose", keys: ["N"], label: text.actions.composeNew, scope: "page", changes: true, run: () => compose(null) },
    { id: "import", keys: [], label: text.actions.importFiles, scope: "page", run: askImport },
    { id: "pane.next", keys: ["F6"], label: text.actions.nextPane, scope: "page", inText: true, run: () => movePane(1) },
    { id: "pane.previous", keys: ["Shift+F6"], label: text.actions.previousPane, scope: "page", inText: true, run: () => movePane(-1) },
    { id: "split", keys: ["-"], label: text.actions.split, scope: "page", run: turnSplit },
    { id: "timeline", keys: ["t"], label: text.actions.timeline, scope: "page", run: () => void (timelineShown.value = !timelineShown.value) },
    { id: "compare.selections", keys: [], label: text.actions.compareSelections, scope: "page", run: compareSelections },
  );
}

/** With the sides that were chosen in the list; else with those that were compared last. */
function compareSelections(): void {
  go("diff", { ...sides.value, ids: null, flow: null, tab: null });
  sides.value = {};
}

function openCommandLine(): void {
  overlayText.value = ":";
  overlay.value = "palette";
}

function movePane(step: number): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter(pane => pane.offsetParent !== null);
  const at = panes.findIndex(pane => pane.contains(document.activeElement));
  const pane = panes[(at + step + panes.length) % panes.length];
  (pane?.querySelector<HTMLElement>("[data-first], [role=grid], [aria-selected=true], input") ?? pane)?.focus();
}

export function turnSplit(): void {
  const order: Split[] = ["auto", "right", "below"];
  split.value = order[(order.indexOf(split.value) + 1) % order.length] ?? "auto";
}
