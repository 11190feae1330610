// The flows that are marked for comparing.
import { signal } from "@preact/signals";
import { type FlowId } from "../flowid";

export const marked = signal<readonly FlowId[]>([]);

/** The pair that another page than the list shows side by side, as the parameter `ids`: from it, the way back is to that page. */
export const pairShown = signal({ ids: "", from: "" });

/** The sides of a comparison of two selections, as they were chosen in the list so far. */
export const sides = signal<{ readonly a?: string; readonly b?: string }>({});

/** The most flows beside each other. */
export const MOST = 4;

/**
 * Marks a flow: the first one waits, each further one compares with those before.
 *
 * @return the flows to compare, or null while there is only one
 */
export function compareMarked(id: FlowId): readonly FlowId[] | null {
  const now = marked.value;
  if (now.length === 1 && now[0] === id) {
    marked.value = [];
    return null;
  }
  const next = now.includes(id) ? now : [...now, id].slice(-MOST);
  marked.value = next;
  return next.length > 1 ? next : null;
}
