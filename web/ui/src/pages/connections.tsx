/** The connections of clients, and the clients whose connections pass through without decryption. */
import { useEffect, useState } from "preact/hooks";
import { get, isAbort, post } from "../api";
import { clock, count, plural, size } from "../format";
import { go } from "../router";
import { confirm } from "../ui/dialog";
import { Table, type Column } from "../ui/table";
import { toast, toastError } from "../ui/toast";
import { type FlowId } from "../flowid";

export interface Connection {
  id: FlowId;
  client: string | null;
  server: string | null;
  host: string | null;
  alpn: string | null;
  tls_client: string | null;
  tls_server: string | null;
  flows: number;
  bytes_up: number;
  bytes_down: number;
  started: number | null;
  ended: number | null;
  end: string | null;
}

export interface Passed {
  client: string;
  host: string;
  reason: string;
  since: string | number;
  used: number;
  last_used: string | number | null;
}

const PAUSE_MS = 2000;

/** Reads something again and again while the page is shown. */
function usePolled<T>(read: (signal: AbortSignal) => Promise<T>): { data: T | null; error: string; again(): void } {
  const [data, setData] = useState<T | null>(null);
  const [error, setError] = useState("");
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    let timer = 0;
    const load = async () => {
      try {
        if (!document.hidden) setData(await read(abort.signal));
        setError("");
      } catch (e) {
        if (isAbort(e)) return;
        setError(e instanceof Error ? e.message : String(e));
        return;
      }
      if (!abort.signal.aborted) timer = window.setTimeout(() => void load(), PAUSE_MS);
    };
    void load();
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [attempt]);
  return { data, error, again: () => setAttempt(number => number + 1) };
}

const show = (value: string | null) => value ?? "";
const time = (value: string | number | null) => (value === null ? "" : typeof value === "number" ? clock(value) : clock(Date.parse(value) * 1000));

const columns: Column<Connection>[] = [
  { id: "id", label: "#", cell: row => row.id, by: row => row.id, numeric: true },
  { id: "client", label: "Client", cell: row => show(row.client), by: row => show(row.client) },
  { id: "server", label: "Server", cell: row => row.host ?? show(row.server), by: row => row.host ?? show(row.server) },
  { id: "tls", label: "TLS client · server", cell: row => [row.tls_client, row.tls_server].filter(Boolean).join(" · ") },
  { id: "alpn", label: "ALPN", cell: row => show(row.alpn), by: row => show(row.alpn) },
  {
    id: "flows",
    label: "Flows",
    cell: row => (
      <button type="button" class="link" title={`Show the flows of connection ${row.id}`} onClick={() => go("flows", { f: flowsOf(row) })}>
        {count(row.flows)}
      </button>
    ),
    by: row => row.flows,
    numeric: true,
  },
  { id: "up", label: "Up", cell: row => size(row.bytes_up), by: row => row.bytes_up, numeric: true },
  { id: "down", label: "Down", cell: row => size(row.bytes_down), by: row => row.bytes_down, numeric: true },
  { id: "started", label: "Started", cell: row => (row.started === null ? "" : clock(row.started)), by: row => row.started ?? 0 },
  { id: "end", label: "End", cell: row => row.end ?? (row.ended === null ? "open" : clock(row.ended)), by: row => row.ended ?? Infinity },
];

/** A client's address and port name a connection while it lives; its host tells it from a later one. */
function flowsOf(row: Connection): string {
  return row.client ? `client = "${row.client}"` : "";
}

export default function Connections() {
  const connections = usePolled(async signal => (await get<{ connections: Connection[] }>("/connections", {}, signal)).connections);
  const passed = usePolled(async signal => (await post<{ value: Passed[] }>("/commands/tls.passthrough.list", {}, signal)).value);
  const all = connections.data;
  const through = passed.data;
  const revoke = async (row: Passed) => {
    const yes = await confirm({
      title: "Revoke",
      detail: `New connections to ${row.host} are intercepted again; ${row.client} may refuse Steno's certificate once more.`,
      deed: "Revoke",
    });
    if (!yes) return;
    try {
      await post("/commands/tls.passthrough.revoke", { arguments: { host: row.host, client: row.client } });
      toast(`${row.host} is intercepted again`);
    } catch (e) {
      toastError(e);
    }
    passed.again();
  };
  return (
    <div class="sheet connections">
      <header class="sheet-head">
        <h1>Connections</h1>
        {all && <p>{plural(all.length, "connection")}</p>}
      </header>
      <Trouble of={connections} />
      {all && <Table label="Connections of clients" columns={columns} rows={all} rowKey={row => row.id} sort={{ id: "started", down: true }} empty="No client has connected yet." />}
      <h2>Passed through without decryption</h2>
      <Trouble of={passed} />
      {through && (
        <Table
          label="Passed through"
          columns={[
            { id: "client", label: "Client", cell: row => row.client, by: row => row.client },
            { id: "host", label: "Server", cell: row => row.host, by: row => row.host },
            { id: "reason", label: "Reason", cell: row => row.reason },
            { id: "since", label: "Since", cell: row => time(row.since) },
            { id: "used", label: "Connections", cell: row => count(row.used), by: row => row.used, numeric: true },
            { id: "last", label: "Last", cell: row => time(row.last_used) },
            {
              id: "revoke",
              label: "Decision",
              cell: row => (
                <button type="button" aria-label={`Revoke ${row.host} of ${row.client}`} onClick={() => void revoke(row)}>
                  Revoke
                </button>
              ),
            },
          ]}
          rows={through}
          rowKey={row => `${row.client} ${row.host}`}
          empty="Every client takes Steno's certificate, or has not been asked yet."
        />
      )}
    </div>
  );
}

function Trouble({ of }: { of: { error: string; again(): void } }) {
  if (!of.error) return null;
  return (
    <p class="stat-error" role="alert">
      {of.error}{" "}
      <button type="button" onClick={of.again}>
        Retry
      </button>
    </p>
  );
}
