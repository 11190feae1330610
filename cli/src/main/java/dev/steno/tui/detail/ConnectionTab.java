package dev.steno.tui.detail;

import dev.steno.content.CertificateFacts;
import dev.steno.flow.Certificate;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Tls;
import dev.steno.tui.line.Line;
import dev.steno.tui.viewer.Content;
import dev.steno.tui.viewer.Excerpt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Both connections of a flow: addresses, TLS and certificates. */
final class ConnectionTab implements TextTab {
    @Override
    public String name() {
        return "Connection";
    }

    @Override
    public boolean fits(ShownFlow shown) {
        return true;
    }

    @Override
    public Content content(ShownFlow shown, Panes panes) {
        Flow flow = shown.newest();
        return (reader, offset) -> Excerpt.of(lines(flow));
    }

    static List<Line> lines(Flow flow) {
        FactLines facts = new FactLines();
        if (flow instanceof TcpFlow tcp) {
            facts.heading("Stream")
                    .add("protocol", tcp.protocol())
                    .add("target", tcp.target().toString())
                    .add("within flow", tcp.parent() == 0 ? "" : Long.toString(tcp.parent()));
        }
        addPeer("Client", flow.client(), facts);
        Peer server = flow.server();
        if (server == null) {
            facts.heading("Server").add("connection", "none was made");
        } else {
            addPeer("Server", server, facts);
        }
        return facts.lines();
    }

    private static void addPeer(String name, Peer peer, FactLines facts) {
        facts.heading(name)
                .add("address", peer.address().toString())
                .add(
                        "ip",
                        peer.ip() == null || peer.ip().equals(peer.address())
                                ? ""
                                : peer.ip().toString())
                .add("local", text(peer.local()))
                .add("connection", peer.connection() == 0 ? "" : Long.toString(peer.connection()))
                .add("via", peer.via() == null ? "" : peer.via().address().toString())
                .add("listener", peer.mode());
        Tls tls = peer.tls();
        if (tls != null) {
            facts.add("TLS", tls.version())
                    .add("cipher", tls.cipher())
                    .add("SNI", tls.sni())
                    .add("ALPN", tls.alpn())
                    .add("ALPN offers", String.join(", ", tls.alpnOffers()));
            tls.peerCertificates().forEach(certificate -> addCertificate("certificate", certificate, facts));
            Certificate minted = tls.minted();
            if (minted != null) {
                addCertificate("Steno's", minted, facts);
            }
        }
    }

    private static @Nullable String text(@Nullable Endpoint endpoint) {
        return endpoint == null ? null : endpoint.toString();
    }

    private static void addCertificate(String name, Certificate certificate, FactLines facts) {
        CertificateFacts read = CertificateFacts.of(certificate.der());
        if (read != null) {
            facts.add(name, read.subject())
                    .add("  issuer", read.selfSigned() ? "self-signed" : read.issuer())
                    .add("  valid", read.from() + " to " + read.until())
                    .add("  names", String.join(", ", read.names()))
                    .add("  key", read.key() + ", " + read.signature() + ", serial " + read.serial());
        }
        facts.add(read == null ? name : "  sha256", certificate.fingerprint());
    }
}
