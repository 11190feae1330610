// What keys do in the detail.
import type { Action } from "../keys";
import { askComment, closeDetail, compose } from "../list/state";
import { getText } from "../api";
import { whyReadOnly } from "../opened";
import { go, route, setParams } from "../router";
import { sendAgain } from "../replay/again";
import { text } from "../strings";
import { toast, toastError } from "../ui/toast";
import { TABS } from "./applies";
import { compareMarked } from "../compare/marked";
import { wholeBody } from "../viewers/bodysource";
import { size } from "../format";
import type { Flow } from "./flow";
import { turnLayout } from "./layout";
import { ORIGINAL, stepsOf, whyNotEdited } from "./revisions";
import { showRevision, startEditing } from "./shown";
import type { Part } from "./types";

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
    // A held message has its own action with this key.
    ...(flow()?.held ? [] : [{ id: "detail.edit", keys: ["e"], label: "Edit the request or the response", scope, changes: true, disabled: () => whyNotEdited(flow()), run: () => edit(flow()) }]),
    { id: "detail.original", keys: ["O"], label: "Show the original, or the newest revision", scope, disabled: () => (stepsOf(flow() ?? NONE).length > 0 ? null : "the flow was not changed"), run: () => turnOriginal(flow()) },
    { id: "detail.replay", keys: ["r"], label: text.actions.replay, scope, changes: true, disabled: () => whyNotSentAgain(flow()), run: () => replay(flow()) },
    { id: "detail.compose", keys: ["R"], label: text.actions.compose, scope, changes: true, disabled: () => whyNotSentAgain(flow()), run: () => void (flow() && compose(flow()!.id)) },
    { id: "detail.comment", keys: [";"], label: "Comment", scope, changes: "notes", run: askComment },
    ...copyActions(flow, chosen),
  ];
}

/** Takes the focus to the list; where there is no room for it, closes the detail. */
export function back(): void {
  const list = document.querySelector<HTMLElement>("[data-keys=list] [role=grid]");
  if (list && list.offsetParent !== null) list.focus();
  else closeDetail();
}

const NONE = {} as Flow;

/** Opens the editor, on the message whose tab is shown. */
export function edit(flow: Flow | null): void {
  const whyNot = whyNotEdited(flow);
  if (whyNot) toast(`${whyNot.charAt(0).toUpperCase()}${whyNot.slice(1)}`);
  else if (flow) startEditing(flow.id, route.value.params["tab"] === "response" && flow.response ? "response" : "request");
}

export function whyNotSentAgain(flow: Flow | null): string | null {
  return whyReadOnly() ?? (flow?.state === "open" ? text.replay.whyNot : null);
}

/** Sends the request again; the server says why one cannot be sent. */
export function replay(flow: Flow | null): void {
  if (flow) void sendAgain(flow.id);
}

function turnOriginal(flow: Flow | null): void {
  if (flow) showRevision(flow.id, flow.shown ? "" : ORIGINAL);
}

/** Marks a flow for comparing; the second one opens the page. */
export function compareWith(flow: Flow | null): void {
  if (!flow) return;
  const ids = compareMarked(flow.id);
  if (ids === null) toast(`Flow ${flow.id} is marked; press c on another one to compare`);
  else go("compare", { ids: ids.join(","), flow: null, tab: null });
}

/** Key after y, format, and what is copied. */
export const COPIES: readonly [string, string, string][] = [
  ["c", "curl", "as curl"], ["u", "url", "the URL"], ["r", "raw", "the request as text"], ["R", "raw-response", "the response as text"],
  ["i", "httpie", "for HTTPie"], ["f", "fetch", "as JavaScript with fetch"], ["p", "python", "as Python"], ["P", "python-requests", "as Python with Requests"],
  ["w", "powershell", "for PowerShell"],
];

/** The largest body that is put on the clipboard. */
const LONGEST_COPY = 8 << 20;

function copyActions(flow: () => Flow | null, chosen: () => string): Action[] {
  const scope = "detail";
  return [
    ...COPIES.map(([key, as, label]) => ({ id: `detail.copy-${as}`, keys: [`y ${key}`], label: `Copy ${label}`, scope, run: () => copyAs(flow(), as, label) })),
    { id: "detail.copy-body", keys: ["y b"], label: "Copy the body", scope, run: () => copyBody(flow(), chosen() === "request" ? "request" : "response") },
  ];
}

export function copyAs(flow: Flow | null, as: string, label: string): void {
  if (!flow) return;
  getText(`/flows/${flow.id}/copy`, { as, revision: flow.shown || undefined }).then(text => navigator.clipboard.writeText(text)).then(() => toast(`Copied ${label}`), toastError);
}

/** Copies a body as text, without its codings. */
export function copyBody(flow: Flow | null, part: Part): void {
  const facts = flow?.bodies?.[part];
  if (!flow || !facts || facts.recorded === 0) toast("There is no body");
  else if (facts.recorded > LONGEST_COPY) toast(`The body has ${size(facts.recorded)}: too much for the clipboard; download it`);
  else wholeBody({ flow: flow.id, part, revision: flow.shown || undefined }, true, new AbortController().signal).then(bytes => navigator.clipboard.writeText(new TextDecoder().decode(bytes))).then(() => toast("Copied the body"), toastError);
}
