// Which session the page shows: the recorded one, or another that is open read-only, whose id is in the address: /?opened=ID.

import { signal } from "@preact/signals";

/** The id of the session that the page shows read-only; empty for the recorded one. */
export const opened = idOf(typeof location === "undefined" ? "" : location.search);

export function idOf(query: string): string {
  const id = new URLSearchParams(query).get("opened") ?? "";
  return /^[\w-]{1,64}$/.test(id) ? id : "";
}

/** Resources of Steno itself, whichever session the page shows. */
const OWN = /^\/(login|opened|import)\b/;

/** Returns the path of a resource of the API, of the session with that id. */
export function apiPath(path: string, id = opened): string {
  return id && !OWN.test(path) ? `/api/v1/opened/${id}${path}` : `/api/v1${path}`;
}

/** Where a session that is open read-only is shown. */
export function openedAddress(id: string): string {
  return `/?opened=${id}`;
}

/** Whether the server is for the shown session alone, and records none. */
export const alone = signal(false);

/** Who gives marks and comments here, and why that is refused; null where the recorder takes them, or nothing does. */
export const viewer = signal<{ author: string; refusal?: string } | null>(null);

/** Why marks and comments cannot be given; null if they can. */
export function whyNoNotes(): string | null {
  if (!opened) return null;
  return viewer.value ? (viewer.value.refusal ?? null) : whyReadOnly();
}

/** Why something cannot be done with a session that is open read-only; null with the recorded one. */
export function whyReadOnly(): string | null {
  if (!opened) return null;
  return alone.value ? "this session is open read-only" : "this session is open read-only; import its file to work with the flows";
}
