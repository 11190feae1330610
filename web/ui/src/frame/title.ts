// The title of the tab: the session, and how many flows came while it was not looked at.
import { effect, signal } from "@preact/signals";
import { count } from "../format";
import { behind } from "../list/control";
import { flowCount, status } from "../session";
import { text } from "../strings";
import { marked } from "../viewers/invisible";

const PAUSE_MS = 1000;
/** Flows that were there when the tab was hidden; -1 while it is seen. */
const atHiding = signal(-1);

export function startTitle(): () => void {
  const seen = () => void (atHiding.value = document.hidden ? flowCount.peek() : -1);
  document.addEventListener("visibilitychange", seen);
  let timer = 0;
  const stop = effect(() => {
    const held = status.value?.held ?? 0;
    const come = atHiding.value >= 0 ? flowCount.value - atHiding.value : behind.value;
    const name = `${held ? `⏸${held} ` : ""}${marked(status.value?.session?.name ?? "")}`;
    const title = come > 0 ? text.list.title(count(come), name) : name ? `${name} – Steno` : "Steno";
    timer ||= window.setTimeout(() => {
      timer = 0;
      document.title = latest;
    }, PAUSE_MS);
    latest = title;
  });
  return () => {
    stop();
    document.removeEventListener("visibilitychange", seen);
  };
}

let latest = "Steno";
