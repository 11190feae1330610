/** What the resources of the statistics answer. Times are µs since the epoch, durations are milliseconds. */
import { type FlowId } from "../flowid";

export interface Group {
  key: string | string[] | null;
  flows: number;
  errors: number;
  request_bytes: number;
  response_bytes: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  filter?: string;
}

export interface Groups {
  total: number;
  groups: Group[];
}

export interface TimeBucket {
  t: number;
  s1: number;
  s2: number;
  s3: number;
  s4: number;
  s5: number;
  other: number;
  failed: number;
  up: number;
  down: number;
}

export interface Timeline {
  from: number;
  to: number;
  step: number;
  buckets: TimeBucket[];
}

export interface Durations {
  total: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  buckets: { from: number; to: number; flows: number; all?: number }[];
}

export interface HeatMap {
  from: number;
  to: number;
  step: number;
  /** The lower edges of the rows in milliseconds, ascending. */
  rows: number[];
  /** The flows of each row, a list per column. */
  cells: number[][];
  p50: (number | null)[];
  p95: (number | null)[];
  p99: (number | null)[];
}

export interface Concurrency {
  from: number;
  to: number;
  step: number;
  buckets: { t: number; open: number; peak: number; started: number; handshakes: number }[];
  /** Client connections, of which the busiest are listed; serial ones had no two exchanges at once. */
  total_connections: number;
  serial_connections: number;
  connections: { connection: string; server: string; flows: number; serial: boolean; filter?: string }[];
}

export interface Repeat {
  method: string;
  url: string;
  flows: number;
  first: number;
  gap: number;
  request_bytes: number;
  response_bytes: number;
  filter: string;
}

export interface Phase {
  phase: "connect" | "tls" | "send" | "wait" | "receive";
  from: number;
  to: number;
}

export interface WaterfallFlow {
  id: FlowId;
  connection: FlowId;
  method: string;
  host: string;
  path: string;
  status: number;
  phases: Phase[];
}

export interface Waterfall {
  from: number;
  to: number;
  lanes: { connection: FlowId; server: string }[];
  flows: WaterfallFlow[];
}
