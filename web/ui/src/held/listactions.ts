/** Actions of the list on flows that are held, or that pass. They are added once the list is there. */
import { addActions, type Action } from "../keys";
import { list } from "../list/control";
import { startEditing } from "../detail/shown";
import { isHeld, raw } from "../list/row";
import { openFlow } from "../list/state";
import { go, route } from "../router";
import { toast, toastError } from "../ui/toast";
import { drop, holdNext, kill, resume, resumeAll } from "./calls";
import { count, plural } from "../format";
import { confirm } from "../ui/dialog";
import { type FlowId } from "../flowid";

function state(): { id: FlowId; held: boolean; open: boolean; stream: boolean } | null {
  const cells = list.focusRank >= 0 ? list.cellsAt(list.focusRank) : null;
  return cells && list.focusId !== null ? { id: list.focusId, held: isHeld(cells), open: raw(cells, "state") === "open", stream: raw(cells, "kind") === "tcp" } : null;
}

/** The flows that an action is on: those selected, if several are. */
function chosen(): FlowId[] {
  const selected = list.selectedIds();
  return selected.whole && selected.ids.length > 1 ? selected.ids : list.focusId === null ? [] : [list.focusId];
}

function each(action: (id: FlowId) => Promise<unknown>, said: (n: number) => string): void {
  const ids = chosen();
  void Promise.allSettled(ids.map(id => action(id))).then(results => {
    const bad = results.find(result => result.status === "rejected");
    const good = results.filter(result => result.status === "fulfilled").length;
    if (good > 0) toast(said(good));
    if (bad) toastError(bad.reason);
  });
}

const flows = (n: number): string => plural(n, "flow");
/** A held message on its page, a recorded one in its detail. */
function edit(): void {
  const at = state();
  if (at?.held) go("held", { held: at.id });
  else if (at) {
    openFlow(at.id);
    startEditing(at.id, route.value.params["tab"] === "response" ? "response" : "request");
  }
}

function whyNoEdit(): string | null {
  const at = state();
  if (!at) return "no flow is selected";
  if (at.held) return null;
  return at.open ? "the flow is in progress; hold its next message to edit it" : at.stream ? "a raw stream cannot be edited" : null;
}

const notHeld = (): string | null => (state()?.held || chosen().length > 1 ? null : "the flow is not held");

const item = (id: string, keys: string[], label: string, run: () => void, disabled: () => string | null = notHeld): Action => ({ id: `flows.${id}`, keys, label, scope: "list", menu: "hold", run, disabled });

async function all(): Promise<void> {
  try {
    toast(`${flows((await resumeAll()).count)} resumed`);
  } catch (e) {
    toastError(e);
  }
}

async function cut(): Promise<void> {
  const n = chosen().length;
  if (n > 1 && !(await confirm({ title: `Kill ${count(n)} flows?`, detail: "Their clients are cut off.", deed: "Kill" }))) return;
  each(kill, good => `${flows(good)} cut off`);
}

addActions(
  item("hold", [], "Hold the next message", () => each(holdNext, n => `The next message of ${flows(n)} will be held`), () => (state()?.open && !state()?.held ? null : "the flow does not pass any more, or is held")),
  item("resume", ["a"], "Resume", () => each(resume, n => `${flows(n)} resumed`)),
  item("edit", ["e"], "Edit the message", edit, whyNoEdit),
  item("drop", [], "Drop", () => each(drop, n => `${flows(n)} dropped`)),
  item("kill", ["X"], "Kill", () => void cut()),
  { id: "flows.resume-all", keys: ["A"], label: "Resume all held flows", scope: "list", run: () => void all() },
  { id: "flows.intercept", keys: ["i"], label: "Filter of what is held", scope: "list", run: () => go("held", { ask: "intercept" }) },
);
