package dev.steno.interop.mitm;

import dev.steno.flow.Certificate;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.interop.tnetstring.TnetWriter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The states of connections, with the keys of a format. For one thread. */
final class PeerStateWriter {
    private static final Set<String> VERSIONS =
            Set.of("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "DTLSv0.9", "DTLSv1", "DTLSv1.2", "QUICv1");

    private static final Endpoint UNKNOWN = new Endpoint("", 0);

    private final TnetWriter out;
    private final boolean old;
    private final Certificates certificates = new Certificates();

    PeerStateWriter(TnetWriter out, int format) {
        this.out = out;
        this.old = format < FlowStateWriter.NEWEST;
    }

    /** Whether mitmproxy has such a mode; it refuses a file that names another one. */
    static boolean isKnown(String mode, int format) {
        return format >= FlowStateWriter.NEWEST
                && (mode.equals("transparent")
                        || mode.equals("socks5")
                        || mode.matches("(reverse|upstream):https?://[A-Za-z0-9.-]+(:\\d{1,5})?"));
    }

    void client(Flow flow) {
        Peer peer = flow.client();
        Tls tls = peer.tls();
        int end = out.open();
        address(peer.address(), old ? "address" : "peername");
        address(peer.local() == null ? UNKNOWN : peer.local(), "sockname");
        long started = Times.isSet(peer.started()) ? peer.started() : Times.isSet(flow.started()) ? flow.started() : 0;
        FlowStateWriter.time(out, started);
        out.key("timestamp_start");
        shared(
                peer,
                peer.connection() == 0
                        ? FlowUuid.of(FlowUuid.Of.CLIENT_OF_FLOW, flow.started(), flow.id())
                        : FlowUuid.of(FlowUuid.Of.CLIENT, peer.started(), peer.connection()),
                flow);
        Certificate minted = tls == null ? null : tls.minted();
        if (minted == null) {
            out.nil();
        } else {
            out.bytes(certificates.write(minted));
        }
        out.key("mitmcert");
        if (old) {
            out.list(out.open());
            out.key("tls_extensions");
        } else {
            String mode = peer.mode();
            out.text(mode != null && isKnown(mode, FlowStateWriter.NEWEST) ? mode : "regular");
            out.key("proxy_mode");
        }
        out.dictionary(end);
        out.key("client_conn");
    }

    void server(Flow flow) {
        Peer known = flow.server();
        Peer peer = known != null
                ? known
                : new Peer(0, UNKNOWN, null, null, Times.UNSET, Times.UNSET, Times.UNSET, null, null);
        int end = out.open();
        address(known == null ? null : peer.address(), "address");
        address(peer.ip(), old ? "ip_address" : "peername");
        address(peer.local(), old ? "source_address" : "sockname");
        FlowStateWriter.timeOrNil(out, peer.started());
        out.key("timestamp_start");
        FlowStateWriter.timeOrNil(out, peer.connected());
        out.key("timestamp_tcp_setup");
        shared(
                peer,
                peer.connection() == 0
                        ? FlowUuid.of(FlowUuid.Of.SERVER_OF_FLOW, flow.started(), flow.id())
                        : FlowUuid.of(FlowUuid.Of.SERVER, peer.started(), peer.connection()),
                flow);
        via(peer.via());
        if (old) {
            out.key("via2");
            out.nil();
        }
        out.key("via");
        out.dictionary(end);
        out.key("server_conn");
    }

    private void shared(Peer peer, String id, Flow flow) {
        Tls tls = peer.tls();
        out.key(id);
        out.key("id");
        out.nil();
        out.key("error");
        out.bool(tls != null);
        out.key("tls");
        chain(tls == null ? List.of() : tls.peerCertificates());
        if (tls == null || tls.alpn() == null) {
            out.nil();
        } else {
            out.latin1(tls.alpn());
        }
        out.key("alpn");
        List<String> offers = tls == null ? List.of() : tls.alpnOffers();
        int list = out.open();
        for (int i = offers.size() - 1; i >= 0; i--) {
            out.latin1(offers.get(i));
        }
        out.list(list);
        out.key("alpn_offers");
        textOrNil(tls == null ? null : tls.cipher(), old ? "cipher_name" : "cipher");
        out.list(out.open());
        out.key("cipher_list");
        String version = tls == null ? null : tls.version();
        textOrNil(version != null && VERSIONS.contains(version) ? version : null, "tls_version");
        textOrNil(tls == null ? null : tls.sni(), "sni");
        FlowStateWriter.timeOrNil(out, peer.ended());
        out.key("timestamp_end");
        FlowStateWriter.timeOrNil(out, tls == null ? Times.UNSET : tls.established());
        out.key("timestamp_tls_setup");
        if (old) {
            out.bool(tls != null && Times.isSet(tls.established()));
            out.key("tls_established");
            out.integer(0);
            out.key("state");
        } else {
            out.key(flow instanceof TcpFlow tcp && tcp.protocol().equals("udp") ? "udp" : "tcp");
            out.key("transport_protocol");
        }
    }

    private void chain(List<Certificate> chain) {
        int end = out.open();
        for (int i = chain.size() - 1; i >= 0; i--) {
            out.bytes(certificates.write(chain.get(i)));
        }
        out.list(end);
        out.key("certificate_list");
    }

    private void via(@Nullable Peer via) {
        if (via == null) {
            out.nil();
            return;
        }
        int end = out.open();
        endpoint(via.address());
        out.key(via.tls() == null ? "http" : "https");
        out.list(end);
    }

    private void address(@Nullable Endpoint address, String key) {
        if (address == null) {
            out.nil();
        } else {
            endpoint(address);
        }
        out.key(key);
    }

    private void endpoint(Endpoint address) {
        int end = out.open();
        out.integer(address.port());
        FlowStateWriter.text(out, address.host());
        out.list(end);
    }

    private void textOrNil(@Nullable String value, String key) {
        if (value == null) {
            out.nil();
        } else {
            FlowStateWriter.text(out, value);
        }
        out.key(key);
    }
}
