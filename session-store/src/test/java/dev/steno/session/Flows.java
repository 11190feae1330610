package dev.steno.session;

import dev.steno.flow.Body;
import dev.steno.flow.Certificate;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sample flows, as in a browsing session. */
public final class Flows {
    public static final long EPOCH = 1_790_000_000_000_000_000L;

    private Flows() {}

    /** A request without a response yet. */
    public static HttpFlow open(long id) {
        return open(id, Body.NONE);
    }

    public static HttpFlow open(long id, Body requestBody) {
        Tls tls = new Tls(
                EPOCH + id,
                "TLSv1.3",
                "TLS_AES_128_GCM_SHA256",
                "example.test",
                "http/1.1",
                List.of("http/1.1"),
                List.of(0, 16, 43),
                List.of(new Certificate("leaf of example.test".getBytes(StandardCharsets.US_ASCII))),
                null);
        Peer client = new Peer(
                id * 2 - 1,
                new Endpoint("127.0.0.1", 40_000),
                null,
                new Endpoint("127.0.0.1", 8080),
                EPOCH + id,
                Times.UNSET,
                Times.UNSET,
                null,
                null);
        Peer server = new Peer(
                id * 2,
                new Endpoint("example.test", 443),
                new Endpoint("192.0.2.7", 443),
                new Endpoint("127.0.0.1", 41_000),
                EPOCH + id,
                EPOCH + id + 5,
                Times.UNSET,
                tls,
                null);
        HttpRequest request = new HttpRequest(
                requestBody == Body.NONE ? "GET" : "POST",
                "https",
                "example.test",
                443,
                "/items/" + id + "?q=1",
                "HTTP/1.1",
                Headers.of("Host", "example.test", "Accept", "*/*"),
                null,
                requestBody,
                EPOCH + id,
                EPOCH + id + 7);
        return new HttpFlow(
                id,
                1,
                FlowState.OPEN,
                EPOCH + id * 1_000_000,
                Times.UNSET,
                client,
                server,
                request,
                null,
                List.of(),
                null,
                Notes.NONE,
                null);
    }

    /** The same flow, complete with a response. */
    public static HttpFlow complete(long id) {
        return complete(id, new Body.Inline(("body of " + id).getBytes(StandardCharsets.US_ASCII)));
    }

    public static HttpFlow complete(long id, Body responseBody) {
        return answered(open(id), FlowState.COMPLETE, responseBody);
    }

    /** The next revision of a flow, with a response. */
    public static HttpFlow answered(HttpFlow flow, FlowState state, Body responseBody) {
        HttpResponse response = new HttpResponse(
                "HTTP/1.1",
                200,
                "OK",
                Headers.of("Content-Type", "text/plain", "Server", "test"),
                null,
                responseBody,
                EPOCH + flow.id() + 20,
                EPOCH + flow.id() + 30);
        return new HttpFlow(
                flow.id(),
                flow.revision() + 1,
                state,
                flow.started(),
                state == FlowState.OPEN ? Times.UNSET : 12_345_678,
                flow.client(),
                flow.server(),
                flow.request(),
                response,
                flow.interim(),
                flow.error(),
                flow.notes(),
                flow.original());
    }

    /** A raw stream. */
    public static TcpFlow raw(long id, FlowState state, long messages) {
        Flow like = open(id);
        return new TcpFlow(
                id,
                state == FlowState.OPEN ? 1 : 2,
                state,
                like.started(),
                state == FlowState.OPEN ? Times.UNSET : 99,
                like.client(),
                like.server(),
                new Endpoint("2001:db8::1", 9000),
                "tcp",
                10,
                20,
                messages,
                0,
                null,
                Notes.NONE);
    }
}
