package dev.steno.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Notes.Replay;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Sample flows that together have a value for every field a filter can test. */
final class SampleFlows {
    /** The start of all sample flows. */
    static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

    static final long BEGAN = BEGIN.getEpochSecond() * 1_000_000_000L;
    static final long MS = 1_000_000L;
    static final Peer CLIENT = new Peer(
            1,
            new Endpoint("127.0.0.1", 51234),
            null,
            new Endpoint("127.0.0.1", 8080),
            BEGAN,
            Times.UNSET,
            Times.UNSET,
            null,
            null);

    private SampleFlows() {}

    /** {@code GET https://api.example.com/v1/users?type=json}: 200, JSON, 250 ms. */
    static HttpFlow api() {
        return http(1, FlowState.COMPLETE, request("GET", "api.example.com", "/v1/users?type=json"), json());
    }

    static HttpRequest request(String method, String host, String path) {
        Headers headers = Headers.of("Host", host, "Accept", "*/*", "X-Token", "s3cret");
        return new HttpRequest(
                method, "https", host, 443, path, "HTTP/1.1", headers, null, Body.NONE, BEGAN, BEGAN + MS);
    }

    static HttpResponse json() {
        return response(200, "application/json; charset=utf-8", "{\"users\": [\"Ada\", \"Grace\"]}");
    }

    static HttpResponse response(int status, String type, String body) {
        Headers headers = Headers.of("Server", "nginx", "Content-Type", type);
        return new HttpResponse(
                "HTTP/1.1", status, "", headers, null, inline(body), BEGAN + 100 * MS, BEGAN + 250 * MS);
    }

    static Body inline(String text) {
        return text.isEmpty() ? Body.NONE : new Body.Inline(text.getBytes(UTF_8));
    }

    static HttpFlow http(long id, FlowState state, HttpRequest request, HttpResponse response) {
        return new HttpFlow(
                id,
                1,
                state,
                BEGAN,
                state == FlowState.OPEN ? Times.UNSET : 250 * MS,
                CLIENT,
                server(request.host(), request.port()),
                request,
                response,
                List.of(),
                null,
                Notes.NONE,
                null);
    }

    /** {@code POST http://shop.test:8000/login}: a form; the response is a 503. */
    static HttpFlow login() {
        HttpRequest request = new HttpRequest(
                "POST",
                "http",
                "10.0.0.7",
                8000,
                "/login",
                "HTTP/1.1",
                Headers.of("host", "shop.test:8000", "content-type", "application/x-www-form-urlencoded"),
                null,
                inline("user=ada&password=lovelace"),
                BEGAN,
                BEGAN + MS);
        return http(2, FlowState.COMPLETE, request, response(503, "text/html", "<h1>\nbusy\n</h1>"));
    }

    /** A flow that failed before any response, marked and commented. */
    static HttpFlow refused() {
        HttpFlow flow = http(3, FlowState.FAILED, request("GET", "down.test", "/logo.png"), null);
        Notes notes = new Notes(
                "red",
                "look at this\nlater",
                Map.of("ticket", "A-17", "owner", "ada", Notes.RULES, "ads-1 !slow"),
                Replay.REQUEST);
        FlowError error = new FlowError(FlowError.Step.CONNECT, "connection refused by down.test:443", BEGAN);
        return new HttpFlow(
                3,
                2,
                flow.state(),
                flow.started(),
                flow.duration(),
                CLIENT,
                null,
                flow.request(),
                null,
                List.of(),
                error,
                notes,
                null);
    }

    /** {@code GET https://cdn.test/logo.png}: an image of 2,000,000 bytes whose body is stored separately. */
    static HttpFlow image() {
        HttpResponse response = response(200, "image/png", "").withBody(new Body.Stored(9, 2_000_000, 2_000_000, true));
        return http(4, FlowState.COMPLETE, request("GET", "cdn.test", "/logo.png"), response);
    }

    /** A tunnel to {@code mail.test:993} with 517 bytes from the client and 1,234 from the server. */
    static TcpFlow tunnel() {
        return tunnel(FlowState.COMPLETE, 2);
    }

    static TcpFlow tunnel(FlowState state, long messages) {
        return new TcpFlow(
                5,
                1,
                state,
                BEGAN,
                state == FlowState.OPEN ? Times.UNSET : 60_000 * MS,
                CLIENT,
                server("mail.test", 993),
                new Endpoint("mail.test", 993),
                "tls",
                517,
                1234,
                messages,
                0,
                null,
                Notes.NONE);
    }

    static Peer server(String host, int port) {
        return new Peer(2, new Endpoint(host, port), null, null, BEGAN, BEGAN, Times.UNSET, null, null);
    }
}
