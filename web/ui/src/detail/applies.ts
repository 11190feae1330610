// Which tabs apply to a flow, and which of them is shown.
import { type Flow, isEventStream } from "./types";

export const TABS = ["request", "response", "messages", "timing", "connection", "notes", "raw"] as const;

export type TabId = (typeof TABS)[number];

export function applies(tab: TabId, flow: Flow): boolean {
  switch (tab) {
    case "request":
    case "raw":
      return flow.request !== null;
    case "response":
      return flow.response !== null || (flow.interim?.length ?? 0) > 0;
    case "messages":
      return hasMessages(flow);
    default:
      return true;
  }
}

export function hasMessages(flow: Flow): boolean {
  return flow.kind === "tcp" || (flow.websocket !== null && flow.websocket !== false) || isEventStream(flow);
}

/**
 * The tab to show of a flow: the chosen one if it applies, else the one that says most. The choice itself stays, so its
 * tab is back with the next flow that has it.
 */
export function shownTab(chosen: string, tabs: readonly string[]): string {
  if (tabs.includes(chosen)) return chosen;
  const near = chosen === "messages" ? ["response", "request"] : ["messages", "response", "request"];
  return near.find(tab => tabs.includes(tab)) ?? tabs[0] ?? "";
}
