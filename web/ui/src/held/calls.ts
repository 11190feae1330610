/** What the API tells of held messages, and what it is asked to do with them. */
import { call, patch, post } from "../api";
import type { Field } from "../detail/decode";
import type { Flow, Part } from "../detail/types";
import { type FlowId } from "../flowid";

/** A line of the list of held messages. */
export interface HeldRow {
  readonly id: FlowId;
  readonly revision: number;
  readonly point: string;
  readonly since: string;
  readonly deadline: string | null;
  readonly why: string;
  /** Null of a raw stream. */
  readonly method: string | null;
  readonly url: string;
  readonly status: number | null;
}

export interface Intercept {
  readonly filter: string;
  readonly active: boolean;
}

export interface HeldList {
  readonly held: readonly HeldRow[];
  readonly intercept: Intercept;
}

export interface HeldFlow extends Flow {
  readonly url: string;
}

export interface Op {
  readonly op: string;
  readonly [member: string]: string | number | boolean | readonly (readonly [string, string])[];
}

export interface Answer {
  status: number;
  reason: string;
  headers: [string, string][];
  body?: string;
  body_base64?: string;
}

/** The part that a hold is about; null for messages of a stream. */
export function partOf(point: string): Part | null {
  return point.startsWith("request") ? "request" : point.startsWith("response") ? "response" : null;
}

/** Whether the body is held with its head, so that it can be edited. */
export function hasBody(point: string): boolean {
  return point === "request" || point === "response";
}

export function fieldsOf(flow: HeldFlow, part: Part): readonly Field[] {
  return (part === "request" ? flow.request : flow.response)?.headers ?? [];
}

/** Reads the list; null if it has the tag that is known. */
export async function readHeld(tag: string, signal: AbortSignal): Promise<{ list: HeldList; tag: string } | null> {
  const response = await call("GET", "/held", { headers: tag ? { "If-None-Match": tag } : {}, signal }, [304]);
  return response.status === 304 ? null : { list: (await response.json()) as HeldList, tag: response.headers.get("ETag") ?? "" };
}

export function saveDraft(id: FlowId, revision: number, edits: readonly Op[]): Promise<HeldFlow> {
  return patch<HeldFlow>(`/held/${id}`, { edits }, { "If-Match": `"${revision}"` });
}

/** Replaces the body by a file of any size, to which the content codings of the message are applied. */
export async function replaceBody(id: FlowId, revision: number, file: Blob, signal: AbortSignal): Promise<HeldFlow> {
  const response = await call("PUT", `/held/${id}/body`, { content: file, headers: { "If-Match": `"${revision}"` }, signal });
  return (await response.json()) as HeldFlow;
}

export interface Sending {
  edits?: readonly Op[];
  revision?: number;
  and_response?: boolean;
}

export function resume(id: FlowId, how: Sending = {}): Promise<unknown> {
  return post(`/held/${id}/resume`, how);
}

export function resumeAll(): Promise<{ count: number }> {
  return post("/held/resume", {});
}

export function drop(id: FlowId): Promise<unknown> {
  return post(`/held/${id}/drop`, {});
}

export function kill(id: FlowId): Promise<unknown> {
  return post(`/held/${id}/kill`, { how: "close" });
}

export function answer(id: FlowId, response: Answer): Promise<unknown> {
  return post(`/held/${id}/answer`, response);
}

/** Holds the next message of a flow that passes. */
export function holdNext(id: FlowId): Promise<unknown> {
  return post(`/hold/${id}`, {});
}

export function setIntercept(changes: { filter?: string; active?: boolean }): Promise<unknown> {
  const options: Record<string, string> = {};
  if (changes.filter !== undefined) options["intercept"] = changes.filter;
  if (changes.active !== undefined) options["intercept-active"] = String(changes.active);
  return patch("/options", options);
}
