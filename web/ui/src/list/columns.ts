// The columns of the list: what each shows, how wide it is, which are chosen and in which order.
import { computed } from "@preact/signals";
import { clock, duration, size } from "../format";
import { stored } from "../store";
import { text } from "../strings";
import { maybe, num, raw, stateOf, str, type Cells } from "./row";
import { drawPhases, phasesText } from "./phases";

export interface ListColumn {
  id: string;
  label: string;
  /** Pixels; the path takes what is left. */
  width: number;
  numeric?: boolean;
  /** What the server is asked to add to each row for it. */
  extra?: string;
  /** Draws into the cell what is no text; called again if the cells or the range of time in sight differ. */
  draw?: (element: HTMLElement, cells: Cells, range: TimeRange) => void;
  /** An order of the view. */
  order?: string;
  /** Drawn over itself where the list is narrow: those with small numbers go first. */
  keep: number;
  text: (cells: Cells) => string;
  /** The whole text where the cell has a short form. */
  title?: (cells: Cells) => string;
  /** A class that colours the cell. */
  tint?: (cells: Cells) => string;
}

/** Microseconds since the epoch: from the first begin to the last end of the rows in sight. */
export interface TimeRange {
  from: number;
  to: number;
}

const label = text.columns;

/** `application/vnd.api+json` becomes `vnd.api+json`: what comes before the slash is seldom news. */
function shortType(type: string): string {
  return type.replace(/^(application|text|multipart)\/(x-)?/, "");
}

export function statusTint(status: number): string {
  return status >= 100 && status < 600 ? `s${Math.floor(status / 100)}` : "";
}

const failed = (cells: Cells): boolean => raw(cells, "state") === "failed";

/** The status; of a flow that failed before it had one, that it failed. */
export function statusText(cells: Cells): string {
  const status = num(cells, "status");
  return status ? String(status) : failed(cells) ? label.failed : "";
}

/** The size; empty as long as nothing of an open flow has come. */
export function sizeText(cells: Cells): string {
  const bytes = num(cells, "size");
  return bytes || (num(cells, "status") && raw(cells, "state") !== "open") ? size(bytes) : "";
}

/** Empty if it is not known, as of a flow that was imported from a file without times. */
function startedText(cells: Cells): string {
  const started = maybe(cells, "started");
  return started === null ? "" : clock(started);
}

export const allColumns: ListColumn[] = [
  { id: "id", label: "#", width: 76, numeric: true, order: "time", keep: 4, text: cells => str(cells, "id") },
  { id: "state", label: label.state, width: 34, keep: 5, text: cells => stateOf(cells).map(each => each.glyph).join(""),
    title: cells => stateOf(cells).map(each => each.label).join(", "),
    tint: cells => (/failed|interrupted/.test(raw(cells, "state")) ? "failed" : "") },
  { id: "method", label: label.method, width: 68, order: "method", keep: 7, text: cells => str(cells, "method") || (raw(cells, "kind") === "tcp" ? "TCP" : "") },
  { id: "status", label: label.status, width: 64, order: "status", keep: 8, numeric: true,
    text: statusText, title: cells => (num(cells, "status") || !failed(cells) ? "" : `${label.failed}: ${str(cells, "error")}`), tint: cells => statusTint(num(cells, "status")) || (failed(cells) ? "failed" : "") },
  { id: "host", label: label.host, width: 200, order: "host", keep: 6, text: cells => str(cells, "host") },
  { id: "path", label: label.path, width: 0, order: "url", keep: 9, text: cells => str(cells, "path") || str(cells, "error"), tint: cells => (raw(cells, "path") ? "" : "failed") },
  { id: "type", label: label.type, width: 96, order: "type", keep: 2, text: cells => shortType(str(cells, "type")), title: cells => str(cells, "type") },
  { id: "size", label: label.size, width: 76, numeric: true, order: "size", keep: 3, text: sizeText },
  { id: "duration", label: label.duration, width: 76, numeric: true, order: "duration", keep: 3, text: cells => duration(maybe(cells, "duration")) },
  { id: "started", label: label.started, width: 104, numeric: true, order: "time", keep: 1, text: startedText },
  { id: "scheme", label: label.scheme, width: 64, keep: 1, text: cells => str(cells, "scheme") },
  { id: "port", label: label.port, width: 56, numeric: true, keep: 1, text: cells => String(num(cells, "port") || "") },
  { id: "version", label: label.version, width: 76, keep: 1, text: cells => str(cells, "version") },
  { id: "request_size", label: label.requestSize, width: 84, numeric: true, keep: 1, text: cells => size(num(cells, "request_size")) },
  { id: "client", label: label.client, width: 148, keep: 1, text: cells => str(cells, "client") },
  { id: "server", label: label.server, width: 148, keep: 1, text: cells => str(cells, "server") },
  { id: "recorder", label: label.recorder, width: 148, keep: 2, extra: "recorder", text: cells => str(cells, "recorder") },
  { id: "mark", label: label.mark, width: 72, keep: 3, text: cells => str(cells, "mark") },
  { id: "comment", label: label.comment, width: 160, keep: 2, text: cells => str(cells, "comment") },
  { id: "error", label: label.error, width: 220, keep: 2, text: cells => str(cells, "error"), tint: () => "failed" },
  { id: "replay", label: label.replay, width: 72, keep: 1, text: cells => str(cells, "replay") },
  { id: "connection", label: label.connection, width: 84, numeric: true, keep: 1, text: cells => (raw(cells, "connection") === "0" ? "" : str(cells, "connection")) },
  { id: "waterfall", label: label.waterfall, width: 160, keep: 2, extra: "timings", text: () => "", title: phasesText, draw: drawPhases },
  { id: "operation", label: label.operation, width: 140, keep: 2, extra: "operation", text: cells => str(cells, "operation") },
];

const HEADER = "header:";

/** The column of a header field of either side. */
function headerColumn(id: string): ListColumn[] {
  if (!id.startsWith(HEADER)) return [];
  return [{ id, label: id.slice(HEADER.length), width: 140, keep: 2, extra: id, text: cells => str(cells, id) }];
}

/** The id of the column of a header field; empty if there is no such field name (RFC 9110, 5.6.2). */
export function headerId(name: string): string {
  const field = name.trim().toLowerCase();
  return /^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(field) ? `${HEADER}${field}` : "";
}

const DEFAULT = ["id", "state", "method", "status", "host", "path", "type", "size", "duration", "started"];
const LEAST_PATH = 140;
const LEAST_WIDTH = 28;
const MOST_WIDTH = 900;

/** Ids in their order from left to right. */
export const chosen = stored<string[]>("columns", DEFAULT);
export const widths = stored<Record<string, number>>("column-widths", {});

export const columns = computed(() =>
  chosen.value.flatMap(id => allColumns.find(column => column.id === id) ?? headerColumn(id)));
/** What the server is asked to add to each row. */
export const extras = computed(() => columns.value.flatMap(column => column.extra ?? []));
/** All that can be chosen: those of every list, and the header fields that are. */
export const choices = computed(() => [...allColumns, ...chosen.value.flatMap(headerColumn)]);

export function widthOf(column: ListColumn): number {
  return widths.value[column.id] ?? column.width;
}

export function resize(column: ListColumn, width: number): void {
  const bounded = Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, width)));
  widths.value = { ...widths.value, [column.id]: bounded };
}

/** The columns that a width has room for: the least important ones go first. */
export function fitting(all: readonly ListColumn[], width: number): ListColumn[] {
  const shown = [...all];
  const needs = () => shown.reduce((sum, column) => sum + (widthOf(column) || LEAST_PATH), 0);
  while (shown.length > 1 && needs() > width) {
    let least = shown.length - 1;
    shown.forEach((column, at) => {
      if (column.keep < (shown[least]?.keep ?? 0)) least = at;
    });
    shown.splice(least, 1);
  }
  return shown;
}

/** The value of grid-template-columns. */
export function template(shown: readonly ListColumn[]): string {
  const parts = shown.map(column => (widthOf(column) ? `${widthOf(column)}px` : "minmax(0, 1fr)"));
  return shown.some(column => !widthOf(column)) ? parts.join(" ") : `${parts.join(" ")} minmax(0, 1fr)`;
}

export function toggleColumn(id: string): void {
  const now = chosen.value;
  if (now.includes(id)) {
    if (now.length > 1) chosen.value = now.filter(each => each !== id);
    return;
  }
  // Where it stands by default, else at the end.
  const rank = (each: string) => allColumns.findIndex(column => column.id === each);
  const at = DEFAULT.includes(id) ? now.findIndex(each => rank(each) > rank(id)) : -1;
  chosen.value = at < 0 ? [...now, id] : [...now.slice(0, at), id, ...now.slice(at)];
}

/** Moves a column to the left (-1) or right (1). */
export function moveColumn(id: string, step: number): void {
  const now = [...chosen.value];
  const at = now.indexOf(id);
  const to = at + step;
  if (at < 0 || to < 0 || to >= now.length) return;
  now.splice(at, 1);
  now.splice(to, 0, id);
  chosen.value = now;
}

export function resetColumns(): void {
  chosen.value = DEFAULT;
  widths.value = {};
}
