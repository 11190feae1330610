/** The list of held messages, read again while its page is shown. */
import { signal } from "@preact/signals";
import { isAbort } from "../api";
import { onMessage } from "../live";
import { optionsChanged, status } from "../session";
import { readHeld, type HeldList } from "./calls";

const PACE_MS = 1000;

export const list = signal<HeldList | null>(null);
export const failed = signal<unknown>(null);
/** The time that ages are counted to; it moves once a second. */
export const now = signal(Date.now());

let tag = "";
let timer = 0;
let reading: AbortController | null = null;

let newest = Promise.resolve();

/** Reads the list at once; then as before. Ends with the first reading that began afterwards, whichever asked for it. */
export function refresh(): Promise<void> {
  return (newest = read());
}

async function read(): Promise<void> {
  clearTimeout(timer);
  reading?.abort();
  const abort = (reading = new AbortController());
  try {
    const read = await readHeld(tag, abort.signal);
    if (read) {
      tag = read.tag;
      list.value = read.list;
    }
    failed.value = null;
  } catch (e) {
    if (isAbort(e)) return reading === abort ? undefined : newest;
    failed.value = e;
  }
  if (users > 0 && !abort.signal.aborted) timer = window.setTimeout(() => void refresh(), PACE_MS);
}

let users = 0;

/** Keeps the list up to date; returns how to end that. */
export function follow(): () => void {
  users++;
  void refresh();
  const clock = setInterval(() => void (now.value = Date.now()), 1000);
  const off = onMessage("status", () => {
    if (status.peek()?.held !== list.peek()?.held.length) void refresh();
  });
  const options = optionsChanged.subscribe(() => void refresh());
  return () => {
    users--;
    clearInterval(clock);
    off();
    options();
    if (users === 0) {
      clearTimeout(timer);
      reading?.abort();
    }
  };
}
