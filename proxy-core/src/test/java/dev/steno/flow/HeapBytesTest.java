package dev.steno.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The estimate counts every part of a flow that a peer can make large. */
class HeapBytesTest {
    private static final int LARGE = 50_000;
    private static final String TEXT = "x".repeat(LARGE);
    private static final Headers FIELDS = Headers.of("a", TEXT);

    @TestFactory
    List<DynamicTest> eachPartThatIsLargeIsCounted() {
        HttpRequest request = request("/", Headers.EMPTY, null, Body.NONE);
        HttpResponse response = response("", Headers.EMPTY, null, Body.NONE);
        HttpResponse large = response("", FIELDS, null, Body.NONE);
        return List.of(
                counts("path", http(request(TEXT, Headers.EMPTY, null, Body.NONE), response)),
                counts("fields", http(request("/", FIELDS, null, Body.NONE), response)),
                counts("cookies", http(request("/", Headers.of("Cookie", TEXT), null, Body.NONE), response)),
                counts("trailers of a request", http(request("/", Headers.EMPTY, FIELDS, Body.NONE), response)),
                counts("body", http(request("/", Headers.EMPTY, null, new Body.Inline(new byte[LARGE])), response)),
                counts("fields of a response", http(request, large)),
                counts("reason", http(request, response(TEXT, Headers.EMPTY, null, Body.NONE))),
                counts("trailers of a response", http(request, response("", Headers.EMPTY, FIELDS, Body.NONE))),
                counts("interim responses", http(request, response, List.of(large), Notes.NONE, null)),
                counts("original", http(request, response, List.of(), Notes.NONE, http(request, large))),
                counts(
                        "interim responses of the original",
                        http(
                                request,
                                response,
                                List.of(),
                                Notes.NONE,
                                http(request, response, List.of(large), Notes.NONE, null))),
                counts(
                        "metadata",
                        http(
                                request,
                                response,
                                List.of(),
                                new Notes("", "", Map.of("key", TEXT), Notes.Replay.NONE),
                                null)),
                counts(
                        "the reason of a hold",
                        http(request, response).withHolds(List.of(Hold.begin(Hold.Point.REQUEST, TEXT, 0)))),
                counts("server name", tcp(TEXT, List.of(), List.of())),
                counts("protocols", tcp("x", List.of(TEXT), List.of())),
                DynamicTest.dynamicTest(
                        "certificates",
                        () -> assertThat(HeapBytes.ofCertificates(
                                        tcp("x", List.of(), List.of(new Certificate(new byte[LARGE])))))
                                .isGreaterThan(LARGE)));
    }

    private static DynamicTest counts(String part, Flow flow) {
        return DynamicTest.dynamicTest(
                part, () -> assertThat(HeapBytes.of(flow)).isBetween((long) LARGE, 3L * LARGE));
    }

    private static HttpRequest request(String path, Headers fields, Headers trailers, Body body) {
        return new HttpRequest("GET", "http", "localhost", 80, path, "HTTP/1.1", fields, trailers, body, 1, 2);
    }

    private static HttpResponse response(String reason, Headers fields, Headers trailers, Body body) {
        return new HttpResponse("HTTP/1.1", 200, reason, fields, trailers, body, 1, 2);
    }

    private static HttpFlow http(HttpRequest request, HttpResponse response) {
        return http(request, response, List.of(), Notes.NONE, null);
    }

    private static HttpFlow http(
            HttpRequest request, HttpResponse response, List<HttpResponse> interim, Notes notes, HttpFlow original) {
        return new HttpFlow(
                1,
                1,
                FlowState.COMPLETE,
                1,
                2,
                peer(null),
                null,
                request,
                response,
                interim,
                null,
                notes,
                null,
                original);
    }

    private static TcpFlow tcp(String sni, List<String> offers, List<Certificate> certificates) {
        Tls tls = new Tls(1, null, null, sni, null, offers, List.of(1, 2), certificates, null);
        return new TcpFlow(
                1,
                1,
                FlowState.FAILED,
                1,
                2,
                peer(tls),
                null,
                new Endpoint("localhost", 443),
                "tls",
                0,
                0,
                0,
                0,
                null,
                Notes.NONE);
    }

    private static Peer peer(Tls tls) {
        return new Peer(1, new Endpoint("127.0.0.1", 4000), null, null, 1, 2, 3, tls, null);
    }
}
