// How the bytes of one body, or of one message, are asked for.
import { ApiError, call, get, getRange, lines, post } from "../api";
import type { Part } from "../detail/types";
import type { Fetch } from "./source";
import { type FlowId } from "../flowid";

export interface BodyPlace {
  readonly flow: FlowId;
  readonly part: Part;
  /** The number of a message of a WebSocket or raw stream; then part tells nothing. */
  readonly seq?: number | undefined;
  /** `original`, or the number of the edit after which the flow was so; absent for the newest revision. */
  readonly revision?: string | undefined;
  /** How often the flow was edited: the body may be another one. */
  readonly edits?: number | undefined;
  /** Of the draft of a held message: its revision. */
  readonly held?: number | undefined;
}

export interface Look {
  readonly view: string;
  readonly views: readonly { readonly name: string; readonly label: string }[];
  readonly syntax: string;
  readonly lines?: readonly (readonly [string, string][])[];
  readonly text?: string;
  readonly truncated: boolean;
  readonly problem: string | null;
  readonly charset: string | null;
  readonly decoded_from: readonly string[];
  /** Bytes without codings that the view was made of. */
  readonly shown?: number;
  readonly size: number;
}

export interface Hit {
  readonly offset: number;
  readonly length: number;
  readonly line_text: string;
  /** Told last if the search ended before the body did; then offset is where. */
  readonly stopped?: boolean;
}

function base(place: BodyPlace): string {
  if (place.held !== undefined) return `/held/${place.flow}`;
  return place.seq === undefined ? `/flows/${place.flow}/${place.part}` : `/flows/${place.flow}/messages/${place.seq}`;
}

export function samePlace(place: BodyPlace): string {
  return `${base(place)} ${place.held ?? place.revision ?? place.edits ?? ""}`;
}

export function fetchOf(place: BodyPlace, decoded: boolean): Fetch {
  return async (from, to, signal) => {
    try {
      const { bytes, from: begin, total } = await getRange(`${base(place)}/body`, from, to - 1, { decoded, revision: place.revision }, signal);
      // a message comes whole, whatever was asked for
      return { bytes: bytes.subarray(Math.max(0, from - begin), Math.max(0, to - begin)), total: total ?? undefined };
    } catch (error) {
      if (error instanceof ApiError && error.status === 416) return { bytes: new Uint8Array(0), total: undefined };
      throw error;
    }
  };
}

export function look(place: BodyPlace, as: string, spans: boolean, charset: string, signal: AbortSignal): Promise<Look> {
  return get<Look>(`${base(place)}/look`, { as, spans, charset: charset || undefined, revision: place.revision }, signal);
}

export async function wholeBody(place: BodyPlace, decoded: boolean, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await call("GET", `${base(place)}/body`, { params: { decoded, revision: place.revision }, signal });
  return response.arrayBuffer();
}

/** Reads a body up to a size; null if it has more bytes than that. */
export async function bodyUpTo(most: number, place: BodyPlace, decoded: boolean, signal: AbortSignal): Promise<Uint8Array | null> {
  const response = await call("GET", `${base(place)}/body`, { params: { decoded, revision: place.revision }, signal });
  const reader = response.body?.getReader();
  const pieces: Uint8Array[] = [];
  let count = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    count += value.length;
    if (count > most) {
      await reader.cancel();
      return null;
    }
    pieces.push(value);
  }
  const whole = new Uint8Array(count);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

export function find(place: BodyPlace, text: string, regex: boolean, asPassed: boolean, limit: number, signal: AbortSignal): AsyncGenerator<Hit> {
  return lines<Hit>(`${base(place)}/find`, { text, regex, decoded: asPassed ? 0 : undefined, limit, revision: place.revision }, signal);
}

/** An address that needs no token, good for this body and a minute. */
export async function ticket(place: BodyPlace, as: "preview" | "media" | "download"): Promise<string> {
  const { url } = await post<{ url: string }>("/tickets", { flow: place.flow, part: place.part, as, revision: place.revision });
  // an address that leads elsewhere is not ours
  if (!/^\/t(\/[\w.-]+){1,2}$/.test(url)) throw new Error("Steno answered with a ticket that is none");
  return url;
}

/** Saves bytes that are here; the type is never that of the part, so that nothing opens it. */
export function save(bytes: Uint8Array | ArrayBuffer, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes as ArrayBuffer], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Saves a body under the name that the server gives it. */
export async function download(place: BodyPlace): Promise<void> {
  if (place.seq !== undefined) {
    save(await wholeBody(place, false, new AbortController().signal), `flow-${place.flow}-message-${place.seq}`);
    return;
  }
  const link = document.createElement("a");
  link.href = await ticket(place, "download");
  link.download = "";
  link.click();
}
