// The live channel: one socket a tab, opened again when it is lost. Others subscribe by the type of a message.
import { signal } from "@preact/signals";
import { ApiError, get, token } from "./api";
import { loggedOut } from "./login";
import { apiPath, opened as shown } from "./opened";

export type LiveState = "connecting" | "open" | "lost";

export interface Message {
  t: string;
}

export interface Hi extends Message {
  v: number;
  view: number;
  columns: string[];
  version: string;
  session: string;
}

export const liveState = signal<LiveState>("connecting");
export const hi = signal<Hi | null>(null);
/** When the next attempt is made, in milliseconds since the epoch; 0 while connected. */
export const nextAttempt = signal(0);
/** Why the server ended the channel, if it said so. */
export const farewell = signal("");
/** The session that the page shows read-only is not open any more: it never will be again, so nothing is attempted. */
export const gone = signal(false);

type Listener = (message: never) => void;

const listeners = new Map<string, Set<Listener>>();
const openers = new Set<() => void>();
let socket: WebSocket | null = null;
let attempts = 0;
let timer = 0;

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;

/** Returns the pause before an attempt, in milliseconds: doubled each time, with a random part so that tabs spread. */
export function retryDelay(attempt: number, random: number): number {
  const whole = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 10));
  return Math.round(whole * (0.5 + random / 2));
}

/** Subscribes to a type of message; returns how to end that. */
export function onMessage<M extends Message>(type: string, listener: (message: M) => void): () => void {
  const of = listeners.get(type) ?? new Set<Listener>();
  listeners.set(type, of);
  of.add(listener as Listener);
  return () => void of.delete(listener as Listener);
}

/** Called at each opening, after `hi`, and at once if the channel is open: the place to subscribe again. */
export function onOpen(opened: () => void): () => void {
  openers.add(opened);
  if (liveState.value === "open") opened();
  return () => void openers.delete(opened);
}

/** Sends a message if the channel is open; what is to last is sent by {@link onOpen}. */
export function send(message: Message & Record<string, unknown>): boolean {
  if (liveState.value !== "open" || socket?.readyState !== WebSocket.OPEN) return false;
  socket.send(JSON.stringify(message));
  return true;
}

export function connect(): void {
  clearTimeout(timer);
  if (gone.value) return;
  nextAttempt.value = 0;
  socket?.close();
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const opened = new WebSocket(`${scheme}://${location.host}${apiPath("/live")}`);
  socket = opened;
  liveState.value = liveState.value === "lost" ? "lost" : "connecting";
  opened.onopen = () => opened.send(JSON.stringify({ t: "hello", token: token.value, v: 1 }));
  opened.onmessage = event => {
    if (socket === opened) receive(String(event.data));
  };
  opened.onclose = () => {
    if (socket === opened) void lost(opened);
  };
}

function receive(text: string): void {
  const message = JSON.parse(text) as Message;
  if (message.t === "hi") {
    attempts = 0;
    farewell.value = "";
    hi.value = message as Hi;
    liveState.value = "open";
    for (const opened of openers) opened();
  } else if (message.t === "bye") {
    const { reason } = message as Message & { reason: string };
    farewell.value = reason;
    if (/token/i.test(reason)) loggedOut(reason);
  }
  for (const listener of listeners.get(message.t) ?? []) listener(message as never);
}

async function lost(closed: WebSocket): Promise<void> {
  liveState.value = "lost";
  if (!token.value) return;
  if (shown && (await isClosed(shown))) {
    gone.value = true;
    return;
  }
  if (socket !== closed) return; // another attempt was made meanwhile
  const delay = retryDelay(attempts++, Math.random());
  nextAttempt.value = Date.now() + delay;
  timer = window.setTimeout(connect, delay);
}

/** Whether Steno answers that a session is not open; it may have been closed, or Steno was started again. */
async function isClosed(session: string): Promise<boolean> {
  try {
    await get(`/opened/${session}`);
  } catch (e) {
    return e instanceof ApiError && e.status === 404;
  }
  return false;
}
