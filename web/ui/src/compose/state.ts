/** The requests that are being composed in this tab: one for each flow that they are made of, and a new one. */
import { effect, signal } from "@preact/signals";
import { post } from "../api";
import { param, route, setParams } from "../router";
import { status } from "../session";
import { readOfTab, writeOfTab } from "../store";
import { blank, isBlank, NO_BODY, sending, type Base, type Composed } from "./request";
import { type FlowId } from "../flowid";

export interface Sent {
  readonly id: FlowId;
  /** The flow that it was made of; null of a request that was never recorded. */
  readonly of: FlowId | null;
}

/** What is composed at one address of the page. */
export interface Place {
  readonly now: Composed;
  /** Counts what was put into the editor. */
  readonly load: number;
  /** Whether it differs from what was read or sent last. */
  readonly dirty: boolean;
  /** Drafts that were left for the request of an attempt, the newest one last. */
  readonly aside: readonly Composed[];
  readonly sent: readonly Sent[];
  /** What became of the draft, if it is to be told. */
  readonly note: string;
}

const NAME = "compose";
const MOST_PLACES = 20;
const MOST_ASIDE = 5;
const MOST_SENT = 50;
/** Characters of a body that is kept over a reload; browsers have room for some five million of a tab. */
const LONGEST_KEPT = 500_000;
const PACE_MS = 300;

/** By the number of the flow, or `new`; what was changed last is at the end. */
const places = signal<ReadonlyMap<string, Place>>(new Map());
/** The session that they belong to; null until it is known. */
let session: string | null = null;

export const flowAsked = param("flow");
export const shownAttempt = param("attempt");

export function keyNow(): string {
  return flowAsked.value || "new";
}

export function placeAt(key: string): Place | undefined {
  return places.value.get(key);
}

export function setPlace(key: string, place: Place): void {
  const all = new Map(places.value);
  all.delete(key);
  all.set(key, place);
  for (const old of all.keys()) if (all.size > MOST_PLACES) all.delete(old);
  places.value = all;
}

/** Counts what is put into the editor, so that its fields begin again. */
let loads = 0;

export const fresh = (now: Composed, place?: Place): Place => ({ now, load: loads, dirty: false, aside: place?.aside ?? [], sent: place?.sent ?? [], note: "" });

/** What is shown is this from now on; fields are drawn anew. */
export function load(key: string, composed: Composed, dirty = false, note = ""): void {
  const place = placeAt(key);
  setPlace(key, { ...fresh({ ...composed, draft: { ...composed.draft, revision: ++loads } }, place), dirty, note });
}

export function edit(key: string, change: Partial<Composed>): void {
  const place = placeAt(key);
  if (place) setPlace(key, { ...place, now: { ...place.now, ...change }, dirty: true, note: "" });
}

/** Changes the header fields other than by their editor, which begins again with them. */
export function setFields(key: string, fields: Composed["draft"]["fields"]): void {
  const place = placeAt(key);
  if (place) edit(key, { draft: { ...place.now.draft, fields, revision: ++loads } });
}

/** Keeps what was typed and not sent, before something else is shown in its place. */
export function setAside(key: string): void {
  const place = placeAt(key);
  if (place?.dirty && !isBlank(place.now)) setPlace(key, { ...place, aside: [...place.aside, place.now].slice(-MOST_ASIDE) });
}

/** Shows a draft that was set aside, and sets aside what is typed now. */
export function takeBack(key: string, draft: Composed): void {
  setAside(key);
  const place = placeAt(key);
  if (!place) return;
  setPlace(key, { ...place, aside: place.aside.filter(each => each !== draft) });
  load(key, draft, true);
}

/** Sends what is composed; returns the number of its flow. Throws what the API says if it refuses. */
export async function sendNow(key: string, base: Base | null): Promise<FlowId> {
  const { now } = placeAt(key)!;
  const { id } = await post<{ id: FlowId }>("/send", sending(now, base));
  const place = placeAt(key)!;
  setPlace(key, { ...place, sent: [...place.sent, { id, of: now.of }].slice(-MOST_SENT), dirty: place.dirty && place.now !== now });
  if (route.value.page === "compose" && keyNow() === key) setParams({ attempt: id, tab: "response", view: null, at: null });
  return id;
}

// ---- over a reload

interface Kept {
  readonly session: string;
  readonly places: [string, Place][];
}

/** Reads what was kept, once Steno has said which session it records: in another one, numbers mean other flows, so that only new requests are left. */
function read(now: string): void {
  session = now;
  try {
    const kept = JSON.parse(readOfTab(NAME) ?? "null") as Kept | null;
    if (!kept) return;
    const all = kept.session === now ? kept.places : kept.places.filter(([key]) => key === "new").map(([key, place]) => [key, withoutFlows(place)] as [string, Place]);
    places.value = new Map([...all, ...places.value]);
    loads = Math.max(0, ...all.flatMap(([, place]) => [place.load, place.now.draft.revision]));
  } catch {
    // written by another version: begin anew
  }
}

function withoutFlows(place: Place): Place {
  return { ...place, now: place.now.of === null ? place.now : blank(), aside: place.aside.filter(each => each.of === null), sent: [] };
}

export const isReady = signal(false);

effect(() => {
  if (!status.value || session !== null) return;
  // The default session is replaced by the next start of Steno.
  read(`${status.value.session?.path ?? ""} ${status.value.started ?? ""}`);
  isReady.value = true;
});

let timer: ReturnType<typeof setTimeout> | undefined;

function write(): void {
  clearTimeout(timer);
  timer = undefined;
  const all = [...places.peek()].map(([key, place]) => [key, kept(place)] as [string, Place]);
  // Without the oldest ones if there is too much of it.
  while (!writeOfTab(NAME, JSON.stringify({ session: session ?? "", places: all } satisfies Kept)) && all.length > 0) all.shift();
}

function kept(place: Place): Place {
  const now = shortened(place.now);
  return { ...place, now, aside: place.aside.map(shortened), note: now === place.now ? place.note : "The body was too long to be kept over a reload of the page; it is not there any more." };
}

function shortened(composed: Composed): Composed {
  const { body } = composed;
  const length = body.kind === "file" ? body.base64.length : body.kind === "hex" ? body.hex.length : "text" in body ? body.text.length : 0;
  return length <= LONGEST_KEPT ? composed : { ...composed, body: NO_BODY };
}

effect(() => {
  if (places.value.size > 0 && session !== null) timer ??= setTimeout(write, PACE_MS);
});
addEventListener("pagehide", () => timer !== undefined && write());

/** A new request at its address; what was typed there is set aside. */
export function startNew(): void {
  if (placeAt("new")) setAside("new");
  load("new", blank());
}
