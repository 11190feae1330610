// A message of a WebSocket, an event stream or a raw stream, as a row of the list.

export interface MessageRow {
  readonly seq: number;
  /** Microseconds since the epoch, or ISO 8601. */
  readonly time: number | string | null;
  readonly direction: "client" | "server";
  readonly kind: "text" | "binary" | "ping" | "pong" | "close" | "event" | string;
  readonly size: number;
  /** The beginning of the content. */
  readonly text: string;
  /** What was done to it on its way: changed, dropped, injected. */
  readonly edit?: string;
  /** The type of an event. */
  readonly name?: string;
  /** What of it is in the session, if it is not all. */
  readonly recorded?: number;
  /** False while more of it comes. */
  readonly complete?: boolean;
  readonly binary?: boolean;
}

/** Microseconds since the epoch; null if the time is not known. */
export function microsOf(time: MessageRow["time"]): number | null {
  if (typeof time === "number") return time;
  const millis = time === null ? NaN : Date.parse(time);
  return Number.isNaN(millis) ? null : millis * 1000;
}

/** The protocol within WebSocket text, by the look of its beginning. */
export function protocolOf(row: MessageRow): string {
  const { text, kind } = row;
  if (kind !== "text") return "";
  if (/^\d{1,2}(\d+-)?(\/[^,]*,)?\d*[[{]/.test(text) || /^[0-6]$/.test(text)) return "Socket.IO";
  if (/^\{\s*("id":\s*"[^"]*",\s*)?"type":\s*"(connection_init|connection_ack|subscribe|next|error|complete|start|data|stop|ka|ping|pong)"/.test(text)) return "GraphQL-WS";
  if (/^(CONNECT|CONNECTED|STOMP|SEND|SUBSCRIBE|UNSUBSCRIBE|MESSAGE|RECEIPT|ERROR|ACK|NACK|BEGIN|COMMIT|ABORT|DISCONNECT)\r?\n/.test(text)) return "STOMP";
  if (/^\s*[[{]/.test(text)) return "JSON";
  return "";
}

const CLOSES: Readonly<Record<number, string>> = {
  1000: "normal closure", 1001: "going away", 1002: "protocol error", 1003: "unsupported data", 1005: "no status", 1006: "abnormal closure", 1007: "invalid payload data",
  1008: "policy violation", 1009: "message too big", 1010: "mandatory extension", 1011: "internal error", 1012: "service restart", 1013: "try again later", 1014: "bad gateway", 1015: "TLS handshake failed",
};

/** A close code with its name (RFC 6455, 7.4.1, and the registry of IANA). */
export function closeText(code: number): string {
  const name = CLOSES[code] ?? (code >= 4000 ? "of the application" : code >= 3000 ? "of a library" : "not registered");
  return `${code}, ${name}`;
}
