// Both connections of a flow: addresses, TLS, certificates, and which other flows they carried.
import { useEffect, useState } from "preact/hooks";
import { get, isAbort } from "../api";
import { plural } from "../format";
import { narrow, openFlow } from "../list/state";
import { Shown } from "../viewers/spans";
import { Facts } from "./facts";
import type { Fact } from "./decode";
import type { Flow } from "./flow";
import { quoted } from "./headers";
import type { CertificateFacts, PeerFacts } from "./types";
import { type FlowId } from "../flowid";

export function Connection({ flow }: { flow: Flow }) {
  return (
    <div class="connection">
      {flow.client_connection && <Peer title="Client" peer={flow.client_connection} />}
      {flow.server_connection ? <Peer title="Server" peer={flow.server_connection} /> : <p class="empty small">There was no connection to a server.</p>}
      {flow.client_connection && <Siblings flow={flow} address={flow.client_connection.address} />}
      {flow.mode && <p class="s-comment">mode {flow.mode}</p>}
    </div>
  );
}

function Peer({ title, peer }: { title: string; peer: PeerFacts }) {
  const facts: Fact[] = [{ name: "address", value: peer.address }];
  if (peer.ip && peer.ip !== peer.address) facts.push({ name: "ip", value: peer.ip });
  if (peer.local) facts.push({ name: "local", value: peer.local });
  if (peer.connection) facts.push({ name: "connection", value: String(peer.connection) });
  if (peer.via) facts.push({ name: "via", value: peer.via });
  const tls = peer.tls;
  if (tls) {
    for (const name of ["version", "cipher", "sni", "alpn"] as const) if (tls[name]) facts.push({ name: name === "version" || name === "cipher" ? `TLS ${name}` : name.toUpperCase(), value: tls[name] ?? "" });
  } else facts.push({ name: "TLS", value: "none" });
  return (
    <section class="headers" aria-label={title}>
      <h3>{title}</h3>
      <Facts facts={facts} />
      {tls && tls.certificates.length > 0 && (
        <details>
          <summary>{plural(tls.certificates.length, "certificate")}: <Shown text={tls.certificates[0]?.subject ?? tls.certificates[0]?.sha256 ?? ""} /></summary>
          {tls.certificates.map(certificate => <Facts key={certificate.sha256} facts={certificateFacts(certificate)} />)}
        </details>
      )}
    </section>
  );
}

function certificateFacts(certificate: CertificateFacts): Fact[] {
  const facts: Fact[] = [];
  const add = (name: string, value: string | null, note?: string): void => void (value && facts.push({ name, value, ...(note ? { note } : {}) }));
  const over = certificate.not_after !== null && Date.parse(certificate.not_after) < Date.now();
  add("subject", certificate.subject);
  add("issuer", certificate.issuer, certificate.issuer === certificate.subject ? "self-signed" : undefined);
  add("valid from", certificate.not_before);
  add("valid until", certificate.not_after, over ? "expired" : undefined);
  add("names", certificate.names.join(", "));
  add("sha256", certificate.sha256);
  return facts;
}

interface Sibling {
  readonly id: FlowId;
  readonly method: string | null;
  readonly host: string;
  readonly path: string | null;
  readonly status: number | null;
}

/** Other flows of the client's connection. */
function Siblings({ flow, address }: { flow: Flow; address: string }) {
  const [flows, setFlows] = useState<readonly Sibling[]>([]);
  const filter = `client = ${quoted(address)}`;
  useEffect(() => {
    const abort = new AbortController();
    get<{ flows: readonly Sibling[] }>("/flows", { filter, limit: 50 }, abort.signal).then(
      answer => setFlows(answer.flows.filter(other => other.id !== flow.id)),
      error => void (isAbort(error) || setFlows([])),
    );
    return () => abort.abort();
  }, [flow.id, filter]);
  if (flows.length === 0) return null;
  return (
    <section class="headers" aria-label="Other flows of this connection">
      <h3>On the same client connection <button type="button" class="link" onClick={() => narrow(filter)}>only these</button></h3>
      <ul class="siblings">
        {flows.map(each => (
          <li key={each.id}><button type="button" class="link" onClick={() => openFlow(each.id)}>#{each.id}</button> {each.method} {each.status ?? ""} <span class="mono"><Shown text={each.host + (each.path ?? "")} /></span></li>
        ))}
      </ul>
    </section>
  );
}
