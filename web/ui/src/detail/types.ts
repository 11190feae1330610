/** A flow as {@code GET /flows/{id}} tells it: the object of {@code steno show --json} without the bytes of bodies. */

import type { Field } from "./decode";
import { type FlowId } from "../flowid";

export interface Message {
  readonly version: string;
  readonly headers: readonly Field[];
  readonly trailers: readonly Field[] | null;
}

export interface RequestHead extends Message {
  readonly path: string;
}

export interface ResponseHead extends Message {
  readonly status: number;
  readonly reason: string;
}

export interface BodyFacts {
  /** What passed on the wire. */
  readonly size: number;
  /** What of it is in the session. */
  readonly recorded: number;
  readonly complete: boolean;
  /** Why bytes are missing; null if none are. */
  readonly lack: string | null;
  readonly codings: readonly string[];
  readonly type: string | null;
}

export interface CertificateFacts {
  readonly sha256: string;
  readonly subject: string | null;
  readonly issuer: string | null;
  readonly not_before: string | null;
  readonly not_after: string | null;
  readonly names: readonly string[];
}

export interface TlsFacts {
  readonly version: string | null;
  readonly cipher: string | null;
  readonly sni: string | null;
  readonly alpn: string | null;
  readonly certificates: readonly CertificateFacts[];
}

export interface PeerFacts {
  readonly address: string;
  readonly ip: string | null;
  readonly local: string | null;
  readonly connection: FlowId;
  readonly via: string | null;
  readonly tls: TlsFacts | null;
}

export interface WebSocketFacts {
  readonly client_messages: number;
  readonly server_messages: number;
  readonly client_pings?: number;
  readonly server_pings?: number;
  readonly close_code: number | null;
  readonly problem: string | null;
}

export interface Revision {
  readonly n: number;
  readonly time: string;
  readonly by: string;
  /** The parts that were changed, in words. */
  readonly what: string;
  readonly comment: string | null;
}

/** What a viewer gave a flow that others recorded: a mark or a comment, empty if it was taken away. */
export interface GivenNote {
  readonly mark?: string;
  readonly comment?: string;
  readonly by: string;
  readonly time: string;
}

export interface Flow {
  readonly id: FlowId;
  readonly revision: number;
  readonly kind: "http" | "tcp";
  readonly state: string;
  readonly started: string | null;
  readonly duration: number | null;
  readonly method: string | null;
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string | null;
  readonly status: number | null;
  readonly error: string | null;
  readonly error_step: string | null;
  readonly mark: string | null;
  readonly comment: string | null;
  readonly unread: boolean;
  /** What is held of it now. */
  readonly held?: { readonly point: string; readonly since: string; readonly deadline: string | null; readonly why: string } | null;
  readonly request: RequestHead | null;
  readonly response: ResponseHead | null;
  readonly interim: readonly ResponseHead[] | null;
  readonly websocket: WebSocketFacts | boolean | null;
  readonly timings: Readonly<Record<"connect" | "tls" | "send" | "wait" | "receive", number | null>>;
  readonly client_connection: PeerFacts | null;
  readonly server_connection: PeerFacts | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly replay: string | null;
  readonly mode?: string | null;
  /** Whether rules or people changed the flow, so that there is an original. */
  readonly changed?: boolean;
  /** Whether it was changed before it was recorded, so that what was recorded is not the original. */
  readonly changed_on_its_way?: boolean;
  /** The edits after its exchange, the first one first. */
  readonly revisions?: readonly Revision[];
  /** What viewers noted, the newest first; absent if they noted nothing. */
  readonly notes?: readonly GivenNote[];
  /** Which revision this is, as it was asked for; empty for the newest one. */
  readonly shown?: string;
  readonly bodies?: { readonly request: BodyFacts | null; readonly response: BodyFacts | null };
}

export type Part = "request" | "response";

/** The media type in lower case, without parameters. */
export function mediaType(value: string | null | undefined): string {
  return (value ?? "").split(";")[0]!.trim().toLowerCase();
}

export function headerOf(headers: readonly Field[] | undefined, name: string): string | undefined {
  return headers?.find(field => field.name.toLowerCase() === name)?.value;
}

/** Whether the response is a stream of events (WHATWG HTML, 9.2). */
export function isEventStream(flow: Flow): boolean {
  return mediaType(headerOf(flow.response?.headers, "content-type")) === "text/event-stream";
}

const URL_START = /^([a-z][\w+.-]*):\/\/(\[[^\]]*\]|[^/:?#]*)(?::(\d+))?/i;
const HOST_PORT = /^(.*):(\d+)$/;

/** A flow with its scheme and port, which the API tells as parts of its URL, or of the server of a raw stream. */
export function addressed(flow: Flow & { readonly url?: string | null; readonly server?: string | null }): Flow {
  const url = URL_START.exec(flow.url ?? "");
  const server = HOST_PORT.exec(flow.server ?? flow.url ?? "");
  const scheme = flow.scheme ?? url?.[1]?.toLowerCase() ?? flow.kind;
  const port = flow.port ?? Number(url?.[3] ?? (scheme === "https" ? 443 : scheme === "http" ? 80 : (server?.[2] ?? 0)));
  return { ...flow, scheme, port, host: flow.host ?? url?.[2] ?? server?.[1] ?? "" };
}

/** The port as a URL has it: left out where the scheme implies it. */
export function portOf(flow: Flow): string {
  const usual = (flow.scheme === "https" && flow.port === 443) || (flow.scheme === "http" && flow.port === 80);
  return usual ? "" : `:${flow.port}`;
}

/** Whether bytes may still come. */
export function isOpen(flow: Flow): boolean {
  return flow.state === "open";
}
