// A view of a large store has room for the newest flows only: the filter is moved to the time before them.
import { get } from "../api";
import type { FlowId } from "../flowid";
import { text } from "../strings";
import { toast, toastError } from "../ui/toast";
import { filter, setFilter, shownCount, viewNumber } from "./state";
import { order, reversed } from "./view";

/** The condition that this module has added before, at the end of a filter. */
const BEFORE = /(?:^|\s*&\s*)started < \S+$/;

/** Returns a filter for the flows that began before a time, in place of such a condition that it has already. */
export function before(expression: string, started: string): string {
  const given = expression.trim();
  const rest = given.replace(BEFORE, "");
  const whole = rest === "" ? "" : rest === given ? `(${given}) & ` : `${rest} & `;
  return `${whole}started < ${started}`;
}

/** Shows the flows that began before the oldest one in the list. */
export async function showOlder(): Promise<void> {
  if (order.value !== "time") {
    toast(text.filter.olderByTime);
    return;
  }
  try {
    const from = reversed.value ? shownCount.value - 1 : 0;
    const { ids } = await get<{ ids: FlowId[] }>("/flows/ranks", { view: viewNumber(), from, count: 1 });
    if (ids[0] === undefined) return;
    const { started } = await get<{ started: string | null }>(`/flows/${ids[0]}`);
    if (started) setFilter(before(filter.value, started));
  } catch (e) {
    toastError(e);
  }
}
