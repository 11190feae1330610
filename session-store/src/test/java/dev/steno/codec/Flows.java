package dev.steno.codec;

import dev.steno.flow.Body;
import dev.steno.flow.Certificate;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.flow.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Flows written out as examples. The golden files contain {@link #edited}, {@link #tunnel}, {@link #webSocket} and
 * {@link #held}. */
final class Flows {
    static final Certificate LEAF = new Certificate(bytes("the leaf of example.test"));
    static final Certificate ISSUER = new Certificate(bytes("the issuer of the leaf"));
    static final Certificate MINTED = new Certificate(bytes("the leaf that was minted"));
    static final long START = 1_795_420_800_123_456_789L;

    private Flows() {}

    /** A plain GET and its response. */
    static HttpFlow plain() {
        return new HttpFlow(
                1,
                3,
                FlowState.COMPLETE,
                START,
                25_000_000,
                plainPeer("192.0.2.7", 51000),
                plainPeer("example.test", 80),
                request(Headers.of("Host", "example.test"), Body.NONE),
                response(Headers.of("Content-Length", "2"), new Body.Inline(bytes("ok"))),
                List.of(),
                null,
                Notes.NONE,
                null);
    }

    /** An intercepted POST with every field set, edited once. */
    static HttpFlow edited() {
        HttpFlow before = whole(11, 4, "/\u00fcber?q=\u00ff", null);
        return whole(11, 5, "/changed", before);
    }

    /** A WebSocket with every field set. */
    static HttpFlow webSocket() {
        return plain().withWebSocket(new WebSocket(
                new WebSocket.Sent(3, 20_000_000_000L, 1, 2),
                new WebSocket.Sent(1, 5, 0, 0),
                9,
                new WebSocket.Close(Direction.CLIENT_TO_SERVER, 4001, "\u00c3\u00bcber"),
                "the client sent a frame without a mask"));
    }

    /** A flow that was held twice, with every field of a hold set; the second hold lasts. */
    static HttpFlow held() {
        return plain().withHolds(List.of(
                new Hold(
                        Hold.Point.REQUEST,
                        START,
                        START + 60_000_000_000L,
                        "~u /login",
                        START + 12_000_000_000L,
                        Hold.Outcome.EDITED,
                        "ann"),
                new Hold(
                        Hold.Point.RESPONSE_HEAD,
                        START + 13_000_000_000L,
                        Times.UNSET,
                        "pr\u00fcfen",
                        Times.UNSET,
                        null,
                        "")));
    }

    private static HttpFlow whole(long id, int revision, String path, @Nullable HttpFlow original) {
        HttpRequest request = new HttpRequest(
                "POST",
                "https",
                "example.test",
                8443,
                path,
                "HTTP/1.1",
                Headers.of(
                        "Host",
                        "example.test:8443",
                        "Cookie",
                        "a=1",
                        "cookie",
                        "b=\u00e4\u0080",
                        "Transfer-Encoding",
                        "chunked"),
                Headers.of("Digest", "sha-256=:AA==:"),
                new Body.Stored(42, 20_000, 1_000_000, false),
                START + 1,
                START + 2);
        HttpResponse continued =
                new HttpResponse("HTTP/1.1", 100, "Continue", Headers.EMPTY, null, Body.NONE, START + 3, Times.UNSET);
        HttpResponse response = new HttpResponse(
                "HTTP/1.1",
                207,
                "",
                Headers.of("Content-Encoding", "gzip", "X-Empty", ""),
                Headers.EMPTY,
                new Body.Inline(new byte[] {0x1f, (byte) 0x8b, 0, (byte) 0xff}),
                START + 4,
                START + 5);
        return new HttpFlow(
                id,
                revision,
                FlowState.FAILED,
                START,
                5,
                client(),
                server(),
                request,
                response,
                List.of(continued),
                new FlowError(FlowError.Step.RELAY, "example.test:8443 closed the connection", START + 6),
                new Notes(
                        ":eyes:",
                        "pr\u00fcfen \u6f22\u5b57 \uD83D\uDC40",
                        Map.of("b", "2", "a", "\uD83D\uDE80", "", ""),
                        Notes.Replay.REQUEST),
                original);
    }

    private static Peer client() {
        Tls tls = new Tls(
                START - 8,
                "TLSv1.3",
                "TLS_AES_128_GCM_SHA256",
                "example.test",
                "h2",
                List.of("\u00ba\u00ba", "h2", "http/1.1"),
                List.of(0x3a3a, 0, 23, 65281, 10, 43, 51),
                List.of(),
                MINTED);
        return new Peer(
                5,
                new Endpoint("2001:db8::7", 51000),
                null,
                new Endpoint("::1", 8080),
                START - 9,
                Times.UNSET,
                Times.UNSET,
                tls,
                null);
    }

    private static Peer server() {
        Tls tls = new Tls(
                START - 3,
                "TLSv1.2",
                "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                null,
                null,
                List.of(),
                List.of(),
                List.of(LEAF, ISSUER),
                null);
        Peer via = plainPeer("proxy.test", 3128);
        return new Peer(
                6,
                new Endpoint("example.test", 8443),
                new Endpoint("192.0.2.80", 8443),
                new Endpoint("192.0.2.1", 40000),
                START - 7,
                START - 5,
                START + 7,
                tls,
                via);
    }

    /** A tunnel whose server was not reached. */
    static TcpFlow tunnel() {
        return new TcpFlow(
                12,
                2,
                FlowState.INTERRUPTED,
                START,
                Times.UNSET,
                plainPeer("192.0.2.7", 51001),
                null,
                new Endpoint("2001:db8::9", 22),
                "tls",
                1234,
                Long.MAX_VALUE,
                3,
                11,
                new FlowError(FlowError.Step.CONNECT, "", Times.UNSET),
                Notes.NONE);
    }

    static TcpFlow heldTunnel() {
        return tunnel().withHolds(List.of(
                new Hold(Hold.Point.MESSAGES, START, START + 60_000_000_000L, "~tcp", Times.UNSET, null, "")));
    }

    static HttpFlow with(HttpRequest request) {
        HttpFlow flow = plain();
        return new HttpFlow(
                flow.id(),
                flow.revision(),
                flow.state(),
                flow.started(),
                flow.duration(),
                flow.client(),
                flow.server(),
                request,
                flow.response(),
                flow.interim(),
                flow.error(),
                flow.notes(),
                flow.original());
    }

    static HttpFlow with(HttpResponse response) {
        HttpFlow flow = plain();
        return new HttpFlow(
                flow.id(),
                flow.revision(),
                flow.state(),
                flow.started(),
                flow.duration(),
                flow.client(),
                flow.server(),
                flow.request(),
                response,
                flow.interim(),
                flow.error(),
                flow.notes(),
                flow.original());
    }

    static HttpRequest request(Headers headers, Body body) {
        return new HttpRequest(
                "GET", "http", "example.test", 80, "/", "HTTP/1.1", headers, null, body, START, START + 1);
    }

    static HttpRequest requestOf(String path) {
        return new HttpRequest(
                "GET",
                "http",
                "example.test",
                80,
                path,
                "HTTP/1.1",
                Headers.EMPTY,
                null,
                Body.NONE,
                START,
                Times.UNSET);
    }

    static HttpResponse response(Headers headers, Body body) {
        return new HttpResponse("HTTP/1.1", 200, "OK", headers, null, body, START + 2, START + 3);
    }

    static Peer plainPeer(String host, int port) {
        return new Peer(3, new Endpoint(host, port), null, null, START, Times.UNSET, Times.UNSET, null, null);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
