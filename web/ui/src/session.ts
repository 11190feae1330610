// What the running Steno is and does, as it last said.
import { computed, signal } from "@preact/signals";
import { get } from "./api";
import { onMessage, type Message } from "./live";
import { alone, viewer } from "./opened";

export interface Status {
  version: string;
  pid?: number;
  home?: string;
  session?: { path: string; name: string; flows: number; bytes: number };
  listeners?: { mode: string; address: string }[];
  web?: { address: string };
  rates?: { flows_per_second: number; bytes_per_second: number };
  connections?: number;
  flows?: number;
  index?: { behind: number };
  trouble?: string | null;
  started?: string;
  recording?: boolean;
  held?: number;
  /** Null if nothing is shipped. */
  shipping?: Shipping | null;
  /** Who gives notes to flows that others record, and why not; absent where nothing takes them. */
  notes?: { author: string; refusal?: string };
  /** The session is only read. */
  read_only?: boolean;
  /** The server is for this session alone, and records none. */
  alone?: boolean;
}

/** What a shipper has sent to a shared store, and what it waits for. */
export interface Shipping {
  /** The URL of the store, without a password. */
  store: string;
  /** Flows that are recorded and not in the store yet. */
  behind: number;
  /** For how many seconds the store has lacked the oldest of them. */
  behind_seconds?: number;
  /** Flows that the store refuses for good. */
  refused?: number;
  /** Why the store takes none now. */
  trouble?: string | null;
}

export const status = signal<Status | null>(null);
/** Errors in the log since the page was opened, or since the log was looked at. */
export const logErrors = signal(0);
/** Counts up when options changed; pages that show them read them again. */
export const optionsChanged = signal(0);

export const flowCount = computed(() => status.value?.flows ?? status.value?.session?.flows ?? 0);

/** Takes what is newer over what was known. */
function learn(newer: Partial<Status>, older: Partial<Status> | null): void {
  const now = { ...older, ...newer } as Status;
  alone.value = now.alone ?? false;
  viewer.value = now.notes ?? null;
  status.value = now;
}

export function startSession(): void {
  onMessage<Message & Status>("status", message => learn(message, status.value));
  onMessage<Message & { level: string; count: number }>("log", message => {
    if (message.level === "error") logErrors.value += message.count;
  });
  onMessage("opt", () => void optionsChanged.value++);
  get<Status>("/status").then(
    first => learn(status.value ?? {}, first),
    () => undefined, // the live channel tells the same
  );
}
