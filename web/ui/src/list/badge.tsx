// What is below the list while it does not follow: how many flows came, and the way back to them.
import { useEffect, useRef, useState } from "preact/hooks";
import { count, plural } from "../format";
import { flowCount } from "../session";
import { text } from "../strings";
import { Icon } from "../ui/icon";
import { behind, follow, loaded, mode, pause } from "./control";
import { reversed } from "./view";

const ANNOUNCE_MS = 10_000;

export function Badge() {
  const now = mode.value;
  const n = count(behind.value);
  return (
    <>
      <Announcer />
      {loaded.value && now === "paused" && (
        <button type="button" class="new-badge" onClick={pause}><Icon name="play" />{text.list.paused(n)}</button>
      )}
      {loaded.value && now === "browsing" && behind.value > 0 && (
        <button type="button" class="new-badge" onClick={follow}>{text.list.newFlows(n)}<Icon name={reversed.value ? "arrow-up" : "arrow-down"} /></button>
      )}
    </>
  );
}

/** Says at most every ten seconds how many flows came, and nothing while the list follows. */
function Announcer() {
  const [said, say] = useState("");
  const last = useRef(flowCount.value);
  useEffect(() => {
    const timer = setInterval(() => {
      const come = flowCount.value - last.current;
      last.current = flowCount.value;
      if (come > 0 && mode.value !== "tail") say(text.list.announce(plural(come, "new flow")));
    }, ANNOUNCE_MS);
    return () => clearInterval(timer);
  }, []);
  return <div class="sr" role="status">{said}</div>;
}
