// A row as the live channel sends it, read by the names of its columns.
import { visible } from "../format";

export type Cells = readonly unknown[];

let places = new Map<string, number>();

/** Told at each opening of the channel. */
export function setColumns(names: readonly string[]): void {
  places = new Map(names.map((name, at) => [name, at]));
}

export function hasColumn(name: string): boolean {
  return places.has(name);
}

function value(cells: Cells, name: string): unknown {
  const at = places.get(name);
  return at === undefined ? undefined : cells[at];
}

export function num(cells: Cells, name: string): number {
  return Number(value(cells, name) ?? 0);
}

export function maybe(cells: Cells, name: string): number | null {
  const found = value(cells, name);
  return typeof found === "number" ? found : null;
}

/** Captured text with what is invisible in it marked. */
export function str(cells: Cells, name: string): string {
  const found = value(cells, name);
  return found === null || found === undefined ? "" : visible(String(found));
}

/** Captured text as it is, for filters and copies. */
export function raw(cells: Cells, name: string): string {
  const found = value(cells, name);
  return found === null || found === undefined ? "" : String(found);
}

export function is(cells: Cells, name: string): boolean {
  return value(cells, name) === true;
}

export function isHeld(cells: Cells): boolean {
  return !!value(cells, "held");
}

/** The values of a cell that is a list. */
export function list(cells: Cells, name: string): readonly unknown[] {
  const found = value(cells, name);
  return Array.isArray(found) ? found : [];
}

export interface State {
  glyph: string;
  label: string;
}

/** What the state column shows of a row: the most telling sign first. */
export function stateOf(cells: Cells): State[] {
  const found: State[] = [];
  const mark = raw(cells, "mark");
  if (mark) found.push({ glyph: "⚑", label: mark === "*" ? "marked" : `marked ${visible(mark)}` });
  const state = raw(cells, "state");
  if (isHeld(cells)) found.push({ glyph: "⏸", label: "held" });
  else if (state === "open") found.push({ glyph: "…", label: "open" });
  if (state === "failed") found.push({ glyph: "✕", label: "failed" });
  if (state === "interrupted") found.push({ glyph: "⚡", label: "interrupted" });
  if (is(cells, "unread")) found.push({ glyph: "⇢", label: "passed through" });
  if (is(cells, "websocket")) found.push({ glyph: "⇅", label: "WebSocket" });
  if (raw(cells, "type") === "text/event-stream") found.push({ glyph: "≋", label: "event stream" });
  if (raw(cells, "replay")) found.push({ glyph: "↻", label: "replayed" });
  if (is(cells, "edited")) found.push({ glyph: "✎", label: "edited: not as the peers sent it" });
  return found;
}

export function urlOf(cells: Cells): string {
  const scheme = raw(cells, "scheme");
  const port = num(cells, "port");
  const standard = (scheme === "https" && port === 443) || (scheme === "http" && port === 80);
  const host = raw(cells, "host");
  return `${scheme}://${host.includes(":") ? `[${host}]` : host}${standard || !port ? "" : `:${port}`}${raw(cells, "path")}`;
}
