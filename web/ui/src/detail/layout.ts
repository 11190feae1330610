// Where request and response stand: each in its tab, beside each other, or one above the other.
import { stored } from "../store";

export type Layout = "tabs" | "beside" | "stacked";

export const layout = stored<Layout>("detail-layout", "tabs");
/** The most of a message's height that its header fields take, in percent. */
export const headsShare = stored("heads-share", 45);
export const messageShare = stored("message-share", 50);

const ORDER: readonly Layout[] = ["tabs", "beside", "stacked"];

export function turnLayout(): void {
  layout.value = ORDER[(ORDER.indexOf(layout.value) + 1) % ORDER.length] ?? "tabs";
}

export const LAYOUT_NAMES: Readonly<Record<Layout, string>> = {
  tabs: "Request and response in tabs",
  beside: "Request beside response",
  stacked: "Request above response",
};
