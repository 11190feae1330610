// Calls of the API. Each failure is an ApiError whose message is one sentence for a person.
import { signal } from "@preact/signals";
import { apiPath } from "./opened";

export const token = signal<string | null>(null);
/** Why the token was refused; empty as long as it is accepted. */
export const refused = signal("");

export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  column?: number;
  found?: string;
  expected?: string;
  usage?: string;
  /** What failed, without what a program has to do. */
  what?: string;
  /** What may be asked for besides, by which the same call gives more. */
  remedy?: string;
}

export class ApiError extends Error {
  /** @param status 0 if there was no answer at all */
  constructor(readonly status: number, message: string, readonly problem: Problem = {}) {
    super(message);
  }
}

export type Params = Record<string, string | number | boolean | undefined | null>;

export interface CallOptions {
  params?: Params;
  body?: unknown;
  /** Bytes in place of a body of JSON; a file is read while it is sent. */
  content?: Blob;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

const SILENT = "Steno does not answer; it may have been stopped.";

/** Returns the path with its parameters; absent ones are left out. */
export function pathWith(path: string, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== false) query.set(name, value === true ? "1" : String(value));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/**
 * Sends a request and returns its response, whatever its body. An abort is thrown as the AbortError of fetch.
 *
 * @param fine statuses that are no failure, besides those from 200 to 299
 */
export async function call(method: string, path: string, options: CallOptions = {}, fine: readonly number[] = []): Promise<Response> {
  const headers: Record<string, string> = { ...options.headers };
  if (token.value) headers["Authorization"] = `Bearer ${token.value}`;
  const init: RequestInit = { method, headers, cache: "no-store", credentials: "omit", signal: options.signal ?? null };
  if (options.body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(options.body);
  } else if (options.content !== undefined) {
    headers["Content-Type"] = "application/octet-stream";
    init.body = options.content;
  }
  let response: Response;
  try {
    response = await fetch(pathWith(apiPath(path), options.params), init);
  } catch (e) {
    if (isAbort(e)) throw e;
    throw new ApiError(0, SILENT);
  }
  if (response.ok || fine.includes(response.status)) return response;
  const error = await errorOf(response);
  if (error.status === 401 && headers["Authorization"]) refused.value = error.message;
  throw error;
}

async function errorOf(response: Response): Promise<ApiError> {
  return problemOf(response.status, response.statusText, await response.text().catch(() => ""));
}

function problemOf(status: number, reason: string, body: string): ApiError {
  let problem: Problem = {};
  try {
    problem = JSON.parse(body) as Problem;
  } catch {
    // not JSON: the status alone has to do
  }
  const text = problem.detail ?? problem.title ?? `Steno answered ${status} ${reason}`;
  return new ApiError(status, sentence(text), problem);
}

/**
 * Sends a file, which the browser reads while it is sent, and returns the answer. An abort is thrown as the AbortError of fetch.
 *
 * @param sent called with the number of bytes that were sent
 */
export function upload<T>(path: string, params: Params, headers: Record<string, string>, file: Blob, sent: (bytes: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much was sent
    request.open("POST", pathWith(apiPath(path), params));
    if (token.value) request.setRequestHeader("Authorization", `Bearer ${token.value}`);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = event => sent(event.loaded);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        done(JSON.parse(request.responseText) as T);
        return;
      }
      const error = problemOf(request.status, request.statusText, request.responseText);
      if (error.status === 401) refused.value = error.message;
      failed(error);
    };
    request.onerror = () => failed(new ApiError(0, SILENT));
    request.onabort = () => failed(new DOMException("cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/** Begins with a capital and ends with a full stop. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  if (!trimmed) return trimmed;
  const begun = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}

export function isAbort(e: unknown): boolean {
  return e instanceof DOMException && e.name === "AbortError";
}

async function json<T>(response: Response): Promise<T> {
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}

export async function get<T>(path: string, params?: Params, signal?: AbortSignal): Promise<T> {
  return json<T>(await call("GET", path, { params: params ?? {}, signal }));
}

export async function getText(path: string, params?: Params, signal?: AbortSignal): Promise<string> {
  return (await call("GET", path, { params: params ?? {}, signal })).text();
}

export async function post<T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  return json<T>(await call("POST", path, { body, signal }));
}

export async function patch<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
  return json<T>(await call("PATCH", path, { body, headers }));
}

export async function remove<T>(path: string, params?: Params): Promise<T> {
  return json<T>(await call("DELETE", path, { params: params ?? {} }));
}

export interface Bytes {
  bytes: Uint8Array;
  /** Offset of the first byte. */
  from: number;
  /** Size of the whole; null while it still grows. */
  total: number | null;
}

/** Returns the bytes from one offset to another, both included, or what there is of them. */
export async function getRange(path: string, from: number, to: number, params?: Params, signal?: AbortSignal): Promise<Bytes> {
  const response = await call("GET", path, { params: params ?? {}, signal, headers: { Range: `bytes=${from}-${to}` } });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get("Content-Range") ?? "");
  if (!range) return { bytes, from: 0, total: bytes.length };
  return { bytes, from: Number(range[1]), total: range[2] === "*" ? null : Number(range[2]) };
}

/** Yields the values of a response of one JSON value a line, as they come. */
export async function* lines<T>(path: string, params?: Params, signal?: AbortSignal): AsyncGenerator<T> {
  const response = await call("GET", path, { params: params ?? {}, signal, headers: { Accept: "application/x-ndjson" } });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    const parts = (rest + value).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) if (part) yield JSON.parse(part) as T;
  }
  if (rest.trim()) yield JSON.parse(rest) as T;
}
