/** An edited message before it is sent, and the operations that make it of the message as it came. Pure. */
import type { Field } from "../detail/decode";
import type { Part } from "../detail/types";
import type { HeldFlow, Op } from "./calls";

export interface Draft {
  readonly part: Part;
  /** The revision that the draft is based on. */
  readonly revision: number;
  readonly method: string;
  readonly url: string;
  readonly status: string;
  readonly reason: string;
  /** With pseudo-header fields, which are not edited. */
  readonly fields: readonly Field[];
  readonly trailers: readonly Field[];
  readonly body: Content | null;
  /** The message as it was when the draft was begun; absent of a message that is not edited. */
  readonly base?: Draft;
}

/** A new body; a text is sent in the charset of the message. */
export type Content = { readonly text: string } | { readonly base64: string; readonly encoded: boolean };

export function draftOf(flow: HeldFlow, part: Part): Draft {
  const message = part === "request" ? flow.request : flow.response;
  return {
    part,
    revision: flow.revision,
    method: flow.method ?? "",
    url: flow.url ?? "",
    status: part === "response" ? String(flow.response?.status ?? "") : "",
    reason: part === "response" ? (flow.response?.reason ?? "") : "",
    fields: message?.headers ?? [],
    trailers: message?.trailers ?? [],
    body: null,
  };
}

export function isPseudo(field: Field): boolean {
  return field.name.startsWith(":");
}

/** The operations that turn the first draft into the second one, for one call. */
export function operations(before: Draft, now: Draft): Op[] {
  const all: Op[] = [];
  if (now.part === "request") {
    if (now.method !== before.method) all.push({ op: "method", value: now.method.trim() });
    if (now.url !== before.url) all.push({ op: "url", value: now.url.trim(), keep_host: hosts(now) !== hosts(before) });
  } else {
    if (now.status !== before.status) all.push({ op: "status", value: Number(now.status) });
    if (now.reason !== before.reason) all.push({ op: "reason", value: now.reason });
  }
  // Fields first: a new URL changes Host, and with it what an index counts.
  const fields = fieldOperations(before.fields, now.fields);
  // A message has one Host and one length at most at any time, so those are not added before the former one is removed.
  const isWhole = fields.some(op => op.op === "header.add" && /^(host|content-length)$/i.test(String(op["name"])));
  all.unshift(...(isWhole ? [{ op: "headers", value: now.fields.filter(field => !isPseudo(field)).map(field => [field.name, field.value] as const) }] : fields));
  all.push(...trailerOperations(before.trailers, now.trailers));
  if (now.body) all.push({ op: "body", ...now.body });
  return all;
}

function hosts(draft: Draft): string {
  return draft.fields.filter(field => field.name.toLowerCase() === "host").map(field => field.value).join("\n");
}

const same = (a: Field | undefined, b: Field | undefined): boolean => a !== undefined && b !== undefined && a.name === b.name && a.value === b.value;

/** Removals and additions by index from the last field to the first, so that no operation moves the place of a later one. */
export function fieldOperations(before: readonly Field[], now: readonly Field[]): Op[] {
  const rows = before.length + 1;
  const columns = now.length + 1;
  const common = new Uint16Array(rows * columns);
  for (let i = 1; i < rows; i++) {
    for (let j = 1; j < columns; j++) {
      common[i * columns + j] = same(before[i - 1], now[j - 1])
        ? common[(i - 1) * columns + j - 1]! + 1
        : Math.max(common[(i - 1) * columns + j]!, common[i * columns + j - 1]!);
    }
  }
  const all: Op[] = [];
  for (let i = before.length, j = now.length; i > 0 || j > 0; ) {
    const old = before[i - 1];
    const added = now[j - 1];
    if (i > 0 && j > 0 && same(old, added)) {
      i--;
      j--;
    } else if (added && (i === 0 || common[i * columns + j - 1]! >= common[(i - 1) * columns + j]!)) {
      all.push({ op: "header.add", name: added.name, value: added.value, index: i });
      j--;
    } else {
      all.push({ op: "header.remove", name: old!.name, index: i - 1 });
      i--;
    }
  }
  return all;
}

function trailerOperations(before: readonly Field[], now: readonly Field[]): Op[] {
  const kept = new Map(now.map(field => [field.name, field.value]));
  return [
    ...before.filter(field => !kept.has(field.name)).map(field => ({ op: "trailer.remove", name: field.name })),
    ...now.filter(field => !before.some(each => same(each, field))).map(field => ({ op: "trailer.set", name: field.name, value: field.value })),
  ];
}

export function isChanged(before: Draft, now: Draft): boolean {
  return operations(before, now).length > 0;
}

/** The head as one text: first line and fields, without pseudo-header fields. */
export function headText(draft: Draft, version: string): string {
  const first = draft.part === "request" ? `${draft.method} ${draft.url} ${version}` : `${version} ${draft.status} ${draft.reason}`.trimEnd();
  return [first, ...draft.fields.filter(field => !isPseudo(field)).map(field => `${field.name}: ${field.value}`)].join("\n");
}

/** Reads an edited head into the draft. Throws an error whose message names the line. */
export function withHead(draft: Draft, text: string): Draft {
  const lines = text.split(/\r?\n/);
  while (lines.at(-1) === "") lines.pop();
  const [first = "", ...rest] = lines;
  // A line that was not touched stays as it came, blanks at its ends included.
  const known = new Map(draft.fields.map(field => [`${field.name}: ${field.value}`, field]));
  const fields = rest.map((line, index) => {
    const old = known.get(line);
    if (old) return old;
    const colon = line.indexOf(":");
    if (colon < 1) throw new Error(`Line ${index + 2} is no field: it must be NAME: VALUE.`);
    return { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
  });
  const all = [...draft.fields.filter(isPseudo), ...fields];
  if (draft.part === "request") {
    const request = /^(\S+)\s+(\S+)(?:\s+HTTP\/[\d.]+)?\s*$/.exec(first);
    if (!request) throw new Error("Line 1 must be METHOD URL VERSION.");
    return { ...draft, method: request[1]!, url: request[2]!, fields: all };
  }
  const response = /^HTTP\/[\d.]+\s+(\d{3})(?:\s(.*))?$/.exec(first);
  if (!response) throw new Error("Line 1 must be VERSION STATUS REASON.");
  return { ...draft, status: response[1]!, reason: response[2] ?? "", fields: all };
}

/** Whether a draft and what others made of its message meanwhile need a person to choose. */
export function isStale(draft: Draft, base: Draft): boolean {
  if (draft.revision === base.revision) return false;
  return draft.body !== null || differences(draft.base ?? draft, base).length > 0;
}

/** The draft on another revision of its message. */
export function rebased(draft: Draft, base: Draft): Draft {
  return { ...draft, revision: base.revision, base };
}

export interface Difference {
  readonly name: string;
  readonly mine: string;
  readonly theirs: string;
}

/** What two drafts of one message have different. */
export function differences(mine: Draft, theirs: Draft): Difference[] {
  const found: Difference[] = [];
  const add = (name: string, a: string, b: string): void => {
    if (a !== b) found.push({ name, mine: a, theirs: b });
  };
  if (mine.part === "request") {
    add("method", mine.method, theirs.method);
    add("URL", mine.url, theirs.url);
  } else {
    add("status", mine.status, theirs.status);
    add("reason", mine.reason, theirs.reason);
  }
  const names = new Set([...mine.fields, ...theirs.fields].filter(field => !isPseudo(field)).map(field => field.name.toLowerCase()));
  for (const name of names) add(name, valuesOf(mine.fields, name), valuesOf(theirs.fields, name));
  return found;
}

function valuesOf(fields: readonly Field[], name: string): string {
  return fields.filter(field => field.name.toLowerCase() === name).map(field => field.value).join("\n");
}
