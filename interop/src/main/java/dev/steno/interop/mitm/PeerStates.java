package dev.steno.interop.mitm;

import dev.steno.flow.Certificate;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.tnetstring.TnetCursor;
import dev.steno.interop.tnetstring.TnetType;
import dev.steno.interop.tnetstring.TnetstringException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Connections from their states. For the thread of the import. */
final class PeerStates {
    private static final Endpoint UNKNOWN = new Endpoint("", 0);

    /** The schemes of a next proxy that is spoken to in TLS. */
    private static final Set<String> SECURE = Set.of("https", "tls", "quic", "dtls", "http3");

    private final Intake intake;
    private final Certificates certificates = new Certificates();

    PeerStates(Intake intake) {
        this.intake = intake;
    }

    /** Returns the client's connection of a flow. */
    Peer client(StateDict flow, StenoFacts facts, String place) throws TnetstringException {
        StateDict state = flow.dict("client_conn");
        if (state == null) {
            return new Peer(0, UNKNOWN, null, null, Times.UNSET, Times.UNSET, Times.UNSET, null, null);
        }
        Endpoint address = state.address("peername", "address");
        String named = facts.text(StenoFacts.MODE);
        String mode = named == null ? state.text("proxy_mode") : named;
        return new Peer(
                number("client", state, address),
                address == null ? UNKNOWN : address,
                null,
                real(state.address("sockname")),
                facts.isUnset("client") ? Times.UNSET : state.time("timestamp_start"),
                Times.UNSET,
                state.time("timestamp_end"),
                tls(state, place, "clientcert", facts.extensions()),
                null,
                mode == null || mode.equals("regular") ? null : mode);
    }

    /**
     * Returns the server's connection; null if none was attempted.
     *
     * @param asked where the request went, for a connection that names no server
     * @param answered whether the server answered, so that there was a connection
     */
    @Nullable
    Peer server(@Nullable StateDict state, @Nullable Endpoint asked, boolean answered, String place)
            throws TnetstringException {
        if (state == null) {
            return answered && asked != null
                    ? new Peer(0, asked, null, null, Times.UNSET, Times.UNSET, Times.UNSET, null, null)
                    : null;
        }
        Endpoint named = state.address("address");
        Endpoint ip = real(state.address("peername", "ip_address", "peer_address"));
        Endpoint address = named != null ? named : asked != null ? asked : ip;
        long started = state.time("timestamp_start");
        if (address == null || !Times.isSet(started) && ip == null && !answered) {
            return null;
        }
        return new Peer(
                number("server", state, address),
                address,
                ip,
                real(state.address("sockname", "source_address")),
                started,
                state.time("timestamp_tcp_setup"),
                state.time("timestamp_end"),
                tls(state, place, "cert", List.of()),
                via(state));
    }

    /** An address that is one: some versions write an empty host for none. */
    private static @Nullable Endpoint real(@Nullable Endpoint address) {
        return address == null || address.host().isEmpty() ? null : address;
    }

    private long number(String side, StateDict state, @Nullable Endpoint address) {
        String id = state.text("id");
        // before format 5, connections had no names
        long started = state.time("timestamp_start");
        if (id == null && !Times.isSet(started)) {
            return 0;
        }
        return intake.connection(side + " " + (id == null ? started + " " + address : id));
    }

    private @Nullable Tls tls(StateDict state, String place, String oldCertificate, List<Integer> extensions)
            throws TnetstringException {
        long established = state.time("timestamp_tls_setup", "timestamp_ssl_setup");
        boolean used = state.has("tls") ? state.bool("tls") : state.bool("tls_established", "ssl_established");
        if (!used && (state.has("tls") || !Times.isSet(established))) {
            return null;
        }
        List<Certificate> chain = new ArrayList<>();
        List<byte[]> texts = state.payloads("certificate_list");
        for (byte[] pem : texts.isEmpty() ? state.payloads(oldCertificate) : texts) {
            add(chain, pem, place);
        }
        List<byte[]> minted = state.payloads("mitmcert");
        return new Tls(
                established,
                state.text("tls_version"),
                state.text("cipher", "cipher_name"),
                serverName(state),
                state.bytes("alpn", "alpn_proto_negotiated"),
                state.list("alpn_offers"),
                extensions,
                chain,
                minted.isEmpty() ? null : certificates.read(minted.get(0)));
    }

    private void add(List<Certificate> chain, byte[] pem, String place) {
        Certificate certificate = certificates.read(pem);
        if (certificate == null) {
            intake.losses().count(Loss.DETAILS, place + ": a certificate that is none");
        } else {
            chain.add(certificate);
        }
    }

    /** The name of the ClientHello; {@code true} in some versions stood for the server's name. */
    private static @Nullable String serverName(StateDict state) throws TnetstringException {
        TnetCursor sni = state.get("sni");
        if (sni == null || sni.type() != TnetType.BOOLEAN) {
            return state.bytes("sni");
        }
        Endpoint address = StateDict.bool(sni) ? state.address("address") : null;
        return address == null ? null : address.host();
    }

    /** The next proxy: {@code [scheme, [host, port]]}, or the state of a connection in old versions. */
    private static @Nullable Peer via(StateDict state) throws TnetstringException {
        TnetCursor via = state.get("via2", "via");
        if (via == null) {
            return null;
        }
        Endpoint address = null;
        boolean secure = false;
        if (via.type() == TnetType.DICTIONARY) {
            StateDict old = StateDict.of(via);
            address = old.address("address");
            secure = old.bool("tls_established", "ssl_established");
        } else if (via.type() == TnetType.LIST) {
            via.enter();
            String scheme = via.next() == null ? null : StateDict.bytes(via);
            secure = scheme != null && SECURE.contains(scheme);
            address = via.next() == null ? null : StateDict.address(via);
        }
        if (address == null) {
            return null;
        }
        Tls tls = secure ? new Tls(Times.UNSET, null, null, null, null, List.of(), List.of(), List.of(), null) : null;
        return new Peer(0, address, null, null, Times.UNSET, Times.UNSET, Times.UNSET, tls, null);
    }
}
