// Says how many flows came, politely and at most every ten seconds: never one by one, and in tail only if it is wanted.
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { plural } from "../format";
import { addActions } from "../keys";
import { mode } from "../list/control";
import { flowCount } from "../session";
import { stored } from "../store";
import { toast } from "../ui/toast";

const PACE_MS = 10_000;

/** Whether new flows are announced while the list follows them as well. */
export const announceInTail = stored("announce-in-tail", false);

export function Announcer() {
  const [said, say] = useState("");
  useEffect(() => {
    let before = flowCount.peek();
    const timer = setInterval(() => {
      const now = flowCount.peek();
      const came = now - before;
      before = now;
      if (came > 0 && !document.hidden && (mode.peek() !== "tail" || announceInTail.peek())) say(plural(came, "new flow"));
    }, PACE_MS);
    return () => clearInterval(timer);
  }, []);
  useLayoutEffect(() => addActions({
    id: "announce",
    keys: [],
    label: "Announce new flows to screen readers in tail as well",
    scope: "page",
    run: () => {
      announceInTail.value = !announceInTail.value;
      toast(announceInTail.value ? "New flows are announced in tail as well" : "New flows are not announced in tail");
    },
  }), []);
  return <p class="sr" role="status" aria-label="New flows">{said}</p>;
}
