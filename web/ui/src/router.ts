// Where the page is: everything in the fragment, so that no filter reaches a log or another site.
import { computed, signal, type ReadonlySignal } from "@preact/signals";

export interface Route {
  page: string;
  params: Readonly<Record<string, string>>;
}

const FIRST_PAGE = "flows";

/** Reads `#/flows?f=status%20%3E%3D%20500&flow=12`. */
export function parse(fragment: string): Route {
  const [path, query = ""] = splitOnce(fragment.replace(/^#?\/?/, ""), "?");
  const params: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) params[name] = value;
  return { page: path || FIRST_PAGE, params };
}

export function addressOf(route: Route): string {
  const query = Object.entries(route.params)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
  return `#/${route.page}${query ? `?${query}` : ""}`;
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

export const route = signal<Route>({ page: FIRST_PAGE, params: {} });

/** A parameter of the fragment; empty if it is not there. */
export function param(name: string): ReadonlySignal<string> {
  return computed(() => route.value.params[name] ?? "");
}

/** Follows the address from now on. */
export function startRouter(): void {
  const follow = () => void (route.value = parse(location.hash));
  addEventListener("popstate", follow);
  addEventListener("hashchange", follow);
  follow();
}

export type Changes = Record<string, string | number | null | undefined>;

/** Changes parameters of where the page is. A step that Back should undo is pushed. */
export function setParams(changes: Changes, how: "push" | "replace" = "replace"): void {
  go(route.value.page, changes, how);
}

/** Opens a page; the parameters that are not named stay. */
export function go(page: string, changes: Changes = {}, how: "push" | "replace" = "push"): void {
  const params: Record<string, string> = { ...route.value.params };
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "") delete params[name];
    else params[name] = String(value);
  }
  const next = { page, params };
  const address = addressOf(next);
  if (address === addressOf(route.value)) return;
  if (how === "push") history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  route.value = next;
}
