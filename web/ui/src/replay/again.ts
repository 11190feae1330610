// Sends recorded requests again, as new flows.
import { post } from "../api";
import { plural } from "../format";
import { openFlow, viewNumber } from "../list/state";
import { text } from "../strings";
import { toast, toastError } from "../ui/toast";
import { type FlowId } from "../flowid";

/** Sends the request of one flow again at once, and opens the new flow. */
export async function sendAgain(flow: FlowId): Promise<void> {
  try {
    const { id } = await post<{ id: FlowId }>("/send", { of: flow });
    toast(text.replay.sent(flow, id));
    openFlow(id);
  } catch (e) {
    toastError(e);
  }
}

/** Queues the requests of several flows. */
export async function sendAllAgain(set: string): Promise<void> {
  try {
    const { value } = await post<{ value: { queued: number; refused: string[] } }>(
      "/commands/replay.client", { arguments: { flows: flowsOf(set) }, view: viewNumber() });
    const queued = text.replay.queued(plural(value.queued, "request"));
    toast(value.refused.length > 0 ? `${queued}; ${value.refused.join("; ")}` : queued);
  } catch (e) {
    toastError(e);
  }
}

/** A set of the API, such as `3-7,12` or `@shown`, as commands read it. */
export function flowsOf(set: string): string {
  if (set.startsWith("@")) return set;
  return set.split(",").map(part => {
    const [first, last] = part.split("-");
    return last === undefined ? `id = ${first}` : `id >= ${first} & id <= ${last}`;
  }).join(" | ");
}
