package dev.steno.bench.dump;

import dev.steno.flow.Body;
import dev.steno.flow.Certificate;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.interop.tnetstring.TnetWriter;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes an HTTP flow as the dictionary that mitmproxy 11 writes to its files (format 21), with the keys in the same
 * order. It works in one pass without intermediate objects, so the comparison favours that format.
 */
final class StateWriter {
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final boolean certificates;

    /** @param certificates whether each flow contains its certificate chains, as in mitmproxy's files */
    StateWriter(boolean certificates) {
        this.certificates = certificates;
    }

    byte[] dump(HttpFlow flow) {
        HttpResponse response = flow.response();
        long inline = flow.request().body().size()
                + (response == null ? 0 : response.body().size());
        TnetWriter out = new TnetWriter(Math.toIntExact(4096 + inline));
        int end = out.open();
        out.integer(21);
        out.key("version");
        out.key("http");
        out.key("type");
        id(out, flow.id());
        error(out, flow.error());
        client(out, flow.client());
        server(out, flow.server());
        out.bool(false);
        out.key("intercepted");
        nilOr(
                out,
                flow.notes().replay() == Notes.Replay.NONE
                        ? null
                        : flow.notes().replay().name(),
                "is_replay");
        out.text(flow.notes().mark());
        out.key("marked");
        metadata(out, flow.notes());
        out.text(flow.notes().comment());
        out.key("comment");
        time(out, flow.started(), "timestamp_created");
        out.nil();
        out.key("backup");
        request(out, flow.request());
        response(out, response);
        out.nil();
        out.key("websocket");
        out.dictionary(end);
        return out.result();
    }

    private static void request(TnetWriter out, HttpRequest request) {
        int end = out.open();
        message(out, request.version(), request.headers(), request.body(), request.trailers());
        time(out, request.started(), "timestamp_start");
        time(out, request.ended(), "timestamp_end");
        out.text(request.host());
        out.key("host");
        out.integer(request.port());
        out.key("port");
        out.latin1(request.method());
        out.key("method");
        out.latin1(request.scheme());
        out.key("scheme");
        out.latin1("");
        out.key("authority");
        out.latin1(request.path());
        out.key("path");
        out.dictionary(end);
        out.key("request");
    }

    private static void response(TnetWriter out, @Nullable HttpResponse response) {
        if (response == null) {
            out.nil();
        } else {
            int end = out.open();
            message(out, response.version(), response.headers(), response.body(), response.trailers());
            time(out, response.started(), "timestamp_start");
            time(out, response.ended(), "timestamp_end");
            out.integer(response.status());
            out.key("status_code");
            out.latin1(response.reason());
            out.key("reason");
            out.dictionary(end);
        }
        out.key("response");
    }

    private static void message(
            TnetWriter out, String version, Headers headers, Body body, @Nullable Headers trailers) {
        out.latin1(version);
        out.key("http_version");
        headers(out, headers);
        out.key("headers");
        if (body instanceof Body.Inline inline) {
            out.bytes(inline.bytes());
        } else {
            out.latin1("");
        }
        out.key("content");
        if (trailers == null) {
            out.nil();
        } else {
            headers(out, trailers);
        }
        out.key("trailers");
    }

    private static void headers(TnetWriter out, Headers headers) {
        int end = out.open();
        for (int i = headers.size() - 1; i >= 0; i--) {
            int pair = out.open();
            out.latin1(headers.value(i));
            out.latin1(headers.name(i));
            out.list(pair);
        }
        out.list(end);
    }

    private void client(TnetWriter out, Peer peer) {
        int end = out.open();
        connection(out, peer, peer.address());
        Tls tls = peer.tls();
        Certificate minted = tls == null ? null : tls.minted();
        if (minted == null || !certificates) {
            out.nil();
        } else {
            out.latin1(pem(minted));
        }
        out.key("mitmcert");
        out.key("regular");
        out.key("proxy_mode");
        out.dictionary(end);
        out.key("client_conn");
    }

    private void server(TnetWriter out, @Nullable Peer peer) {
        int end = out.open();
        if (peer != null) {
            connection(out, peer, peer.ip());
            address(out, peer.address(), "address");
            time(out, peer.connected(), "timestamp_tcp_setup");
            out.nil();
            out.key("via");
        }
        out.dictionary(end);
        out.key("server_conn");
    }

    private void connection(TnetWriter out, Peer peer, @Nullable Endpoint peername) {
        Tls tls = peer.tls();
        address(out, peername, "peername");
        address(out, peer.local(), "sockname");
        id(out, peer.connection());
        out.key("tcp");
        out.key("transport_protocol");
        out.nil();
        out.key("error");
        out.bool(tls != null);
        out.key("tls");
        certificates(out, tls == null ? List.of() : tls.peerCertificates());
        if (tls == null || tls.alpn() == null) {
            out.nil();
        } else {
            out.latin1(tls.alpn());
        }
        out.key("alpn");
        int offersList = out.open();
        List<String> offers = tls == null ? List.of() : tls.alpnOffers();
        for (int i = offers.size() - 1; i >= 0; i--) {
            out.latin1(offers.get(i));
        }
        out.list(offersList);
        out.key("alpn_offers");
        nilOr(out, tls == null ? null : tls.cipher(), "cipher");
        out.list(out.open());
        out.key("cipher_list");
        nilOr(out, tls == null ? null : tls.version(), "tls_version");
        nilOr(out, tls == null ? null : tls.sni(), "sni");
        time(out, peer.started(), "timestamp_start");
        time(out, peer.ended(), "timestamp_end");
        time(out, tls == null ? Times.UNSET : tls.established(), "timestamp_tls_setup");
    }

    private void certificates(TnetWriter out, List<Certificate> chain) {
        int end = out.open();
        for (int i = certificates ? chain.size() - 1 : -1; i >= 0; i--) {
            out.latin1(pem(chain.get(i)));
        }
        out.list(end);
        out.key("certificate_list");
    }

    private static String pem(Certificate certificate) {
        return "-----BEGIN CERTIFICATE-----\n" + PEM.encodeToString(certificate.der())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static void metadata(TnetWriter out, Notes notes) {
        int end = out.open();
        notes.metadata().forEach((key, value) -> {
            out.text(value);
            out.text(key);
        });
        out.dictionary(end);
        out.key("metadata");
    }

    private static void error(TnetWriter out, @Nullable FlowError error) {
        if (error == null) {
            out.nil();
        } else {
            int end = out.open();
            out.text(error.message());
            out.key("msg");
            time(out, error.time(), "timestamp");
            out.dictionary(end);
        }
        out.key("error");
    }

    private static void address(TnetWriter out, @Nullable Endpoint endpoint, String key) {
        if (endpoint == null) {
            out.nil();
        } else {
            int end = out.open();
            out.integer(endpoint.port());
            out.text(endpoint.host());
            out.list(end);
        }
        out.key(key);
    }

    /** mitmproxy identifies flows and connections by UUID. */
    private static void id(TnetWriter out, long number) {
        out.key(new UUID(0x4000, Long.MIN_VALUE | number).toString());
        out.key("id");
    }

    private static void nilOr(TnetWriter out, @Nullable String value, String key) {
        if (value == null) {
            out.nil();
        } else {
            out.text(value);
        }
        out.key(key);
    }

    private static void time(TnetWriter out, long nanos, String key) {
        if (Times.isSet(nanos)) {
            out.real(nanos / 1e9);
        } else {
            out.nil();
        }
        out.key(key);
    }
}
