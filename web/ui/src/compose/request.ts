/** A request that is composed, and how the API is told of it. Pure. */
import type { Field } from "../detail/decode";
import type { Flow } from "../detail/types";
import { base64Of, bytesOf } from "../held/bytes";
import type { HeldFlow, Op } from "../held/calls";
import { draftOf, operations, type Content, type Draft } from "../held/draft";
import type { CurlRequest } from "./curl";
import { type FlowId } from "../flowid";

export type TextKind = "text" | "json" | "form";

export type Body =
  /** That of the recorded request, unchanged. */
  | { readonly kind: "kept" }
  | { readonly kind: TextKind; readonly text: string }
  | { readonly kind: "hex"; readonly hex: string }
  | { readonly kind: "file"; readonly name: string; readonly size: number; readonly base64: string };

export interface Composed {
  /** The flow whose request this was made of; null for a request that was never recorded. */
  readonly of: FlowId | null;
  /** Its head; bodies are kept beside. */
  readonly draft: Draft;
  readonly body: Body;
}

/** A recorded request that others are made of. */
export interface Base {
  readonly flow: Flow;
  readonly draft: Draft;
  readonly body: Body;
  /** What is kept of the body where it is not edited here, such as `3 MB, image/png`; empty if it is edited. */
  readonly fixed: string;
}

export const NO_BODY: Body = { kind: "text", text: "" };

export function blank(): Composed {
  return { of: null, draft: { ...draftOf({ revision: 0, method: "GET", url: "" } as HeldFlow, "request") }, body: NO_BODY };
}

export function isBlank(composed: Composed): boolean {
  return composed.of === null && !composed.draft.url && composed.draft.fields.length === 0 && isSame(composed.body, NO_BODY);
}

export function fromCurl(request: CurlRequest): Composed {
  const draft: Draft = { ...blank().draft, method: request.method, url: request.url, fields: request.fields };
  const type = fieldIn(draft.fields, "content-type");
  const body: Body = !request.body ? NO_BODY : "text" in request.body ? { kind: kindOf(type), text: request.body.text } : { kind: "hex", hex: hexFrom(request.body.base64) };
  return { of: null, draft, body };
}

function hexFrom(base64: string): string {
  return [...atob(base64)].map(character => character.charCodeAt(0).toString(16).padStart(2, "0")).join(" ");
}

export function fieldIn(fields: readonly Field[], name: string): string {
  return fields.find(field => field.name.toLowerCase() === name)?.value ?? "";
}

/** How a text of a media type is edited. */
export function kindOf(type: string): TextKind {
  const media = type.split(";")[0]!.trim().toLowerCase();
  return media === "application/x-www-form-urlencoded" ? "form" : /^application\/(.*\+)?json$/.test(media) ? "json" : "text";
}

const TYPES: Readonly<Record<string, string>> = { json: "application/json", form: "application/x-www-form-urlencoded" };

/** The Content-Type that a body should have but has not; empty if there is nothing to say. */
export function missingType(body: Body, fields: readonly Field[]): string {
  const wanted = TYPES[body.kind] ?? "";
  return wanted && "text" in body && body.text && kindOf(fieldIn(fields, "content-type")) !== body.kind ? wanted : "";
}

/** With this Content-Type, at its place if there is one. */
export function withType(fields: readonly Field[], type: string): Field[] {
  const at = fields.findIndex(field => field.name.toLowerCase() === "content-type");
  return at < 0 ? [...fields, { name: "Content-Type", value: type }] : fields.map((field, index) => (index === at ? { ...field, value: type } : field));
}

export function isSame(one: Body, other: Body): boolean {
  if ("text" in one && "text" in other) return one.text === other.text;
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The bytes or the text; null for the recorded ones. Throws an error that says what is no hexadecimal digit. */
export function contentOf(body: Body): Content | null {
  if ("text" in body) return { text: body.text };
  if (body.kind === "hex") return { base64: base64Of(bytesOf(body.hex)), encoded: false };
  return body.kind === "file" ? { base64: body.base64, encoded: false } : null;
}

export interface Sending {
  readonly of?: FlowId;
  readonly method?: string;
  readonly url?: string;
  readonly edits: readonly Op[] | readonly object[];
}

/**
 * What `POST /send` is told.
 *
 * @param base of the flow that it is made of; null for a new request
 * @throws Error if it cannot be told; the message is a sentence
 */
export function sending(composed: Composed, base: Base | null): Sending {
  const draft = { ...composed.draft, fields: composed.draft.fields.filter(field => field.name || field.value) };
  const nameless = draft.fields.find(field => !field.name.trim());
  if (nameless) throw new Error(`The header field with the value "${nameless.value}" has no name.`);
  if (composed.of !== null && base) {
    const body = isSame(composed.body, base.body) ? null : contentOf(composed.body);
    return { of: composed.of, edits: operations({ ...base.draft, body: null }, { ...draft, body }) };
  }
  if (!draft.url.trim()) throw new Error("The request has no URL: give one such as http://example.org/path."); // lint: a text
  const content = contentOf(composed.body);
  const fields = draft.fields.filter(field => !field.name.startsWith(":"));
  const edits: object[] = fieldIn(fields, "host")
    ? [{ op: "headers", value: fields.map(field => [field.name.trim(), field.value]) }]
    : fields.map(field => ({ op: "header.add", name: field.name.trim(), value: field.value })); // behind Host, which follows the URL
  if (content && !("text" in content && content.text === "")) edits.push({ op: "body", ...content });
  return { method: draft.method.trim() || "GET", url: draft.url.trim(), edits };
}

/** Why a text is no JSON; empty if it is. */
export function jsonProblem(text: string): string {
  if (!text.trim()) return "";
  try {
    JSON.parse(text);
    return "";
  } catch (e) {
    const said = e instanceof Error ? e.message : String(e);
    const at = /position (\d+)/.exec(said);
    if (!at || /line \d+/.test(said)) return said;
    const before = text.slice(0, Number(at[1])).split("\n");
    return `${said} (line ${before.length} column ${before.at(-1)!.length + 1})`;
  }
}

export interface FormRow {
  readonly name: string;
  readonly value: string;
}

const decoded = (piece: string): string => {
  try {
    return decodeURIComponent(piece.replaceAll("+", " "));
  } catch {
    return piece; // not in this encoding: as it is
  }
};

const coded = (piece: string): string => encodeURIComponent(piece).replaceAll("%20", "+");

/** The fields of a form as a table. */
export function formRows(text: string): FormRow[] {
  if (text === "") return [];
  return text.split("&").map(pair => {
    const sign = pair.indexOf("=");
    return sign < 0 ? { name: decoded(pair), value: "" } : { name: decoded(pair.slice(0, sign)), value: decoded(pair.slice(sign + 1)) };
  });
}

/** The text with a changed table; a pair that is not changed stays as it is written. */
export function withRows(text: string, rows: readonly FormRow[]): string {
  const before = formRows(text);
  const pairs = text.split("&");
  const left = new Set(before.keys());
  return rows.map((row, index) => {
    const same = (at: number): boolean => left.has(at) && before[at]!.name === row.name && before[at]!.value === row.value;
    const at = same(index) ? index : [...left].find(same);
    if (at === undefined) return `${coded(row.name)}=${coded(row.value)}`;
    left.delete(at);
    return pairs[at]!;
  }).join("&");
}

const TOKEN = /(?:~r\.[a-z0-9]{1,16}\.[\da-f]{8}~|‹r:[a-z0-9]{1,16}:[\da-f]{8}›)/i;

/** Why a request is not sent since it was redacted, as the API says it; empty if it may be. */
export function redacted(flow: Flow, body: Body): string {
  const fields = [...(flow.request?.headers ?? []), ...(flow.request?.trailers ?? [])];
  const hasToken = TOKEN.test(flow.path ?? "") || fields.some(field => TOKEN.test(field.value)) || ("text" in body && TOKEN.test(body.text));
  return hasToken ? `Flow ${flow.id} was redacted: its request has tokens in place of secrets; send one with the secrets instead.` : "";
}
