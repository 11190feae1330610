// What keys do in the detail.
import type { Action } from "../keys";
import { closeDetail } from "../list/state";
import { getText } from "../api";
import { go, setParams } from "../router";
import { toast, toastError } from "../ui/toast";
import { TABS } from "./applies";
import { compareMarked } from "../compare/marked";
import type { Flow } from "./flow";
import { turnLayout } from "./layout";

export function detailActions(flow: () => Flow | null, tabs: () => string[], chosen: () => string): Action[] {
  const turn = (by: number): void => {
    const all = tabs();
    const next = all[(all.indexOf(chosen()) + by + all.length) % all.length];
    if (next) setParams({ tab: next, at: null });
  };
  const scope = "detail";
  const missing = (tab: string) => (tabs().includes(tab) ? null : "This flow has no such tab");
  return [
    { id: "detail.previous-tab", keys: ["["], label: "Previous tab", scope, run: () => turn(-1) },
    { id: "detail.next-tab", keys: ["]"], label: "Next tab", scope, run: () => turn(1) },
    ...TABS.map((tab, index) => ({
      id: `detail.tab-${tab}`, keys: [String(index + 1)], label: `Tab ${tab}`, scope, disabled: () => missing(tab), run: () => setParams({ tab, at: null }),
    })),
    { id: "detail.layout", keys: ["l"], label: "Request and response: tabs, beside, stacked", scope, run: turnLayout },
    { id: "detail.close", keys: ["Escape"], label: "Back to the list", scope, run: back },
    { id: "detail.compare", keys: ["c"], label: "Compare: mark this flow, or compare with the marked ones", scope, run: () => compareWith(flow()) },
    { id: "detail.comment", keys: [";"], label: "Comment", scope, run: () => setParams({ tab: "notes" }) },
    ...copyActions(flow),
  ];
}

function back(): void {
  const list = document.querySelector<HTMLElement>("[data-keys=list] [role=grid]");
  if (list && list.offsetParent !== null) list.focus();
  else closeDetail();
}

/** Marks a flow for comparing; the second one opens the page. */
export function compareWith(flow: Flow | null): void {
  if (!flow) return;
  const ids = compareMarked(flow.id);
  if (ids === null) toast(`Flow ${flow.id} is marked; press c on another one to compare`);
  else go("compare", { ids: ids.join(","), flow: null, tab: null });
}

const COPIES: readonly [string, string, string][] = [["c", "curl", "curl"], ["u", "url", "URL"], ["r", "raw", "raw request"], ["h", "har", "HAR"]];

function copyActions(flow: () => Flow | null): Action[] {
  return COPIES.map(([key, as, label]) => ({
    id: `detail.copy-${as}`, keys: [`y ${key}`], label: `Copy as ${label}`, scope: "detail", run: () => copyAs(flow()?.id, as, label),
  }));
}

export function copyAs(id: number | undefined, as: string, label: string): void {
  if (id === undefined) return;
  getText(`/flows/${id}/copy`, { as }).then(text => navigator.clipboard.writeText(text)).then(() => toast(`Copied as ${label}`), toastError);
}

