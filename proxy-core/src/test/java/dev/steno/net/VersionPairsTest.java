package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of {@code docs/versions.md}, each between all versions of HTTP that a client and its server may speak. */
class VersionPairsTest extends ModeTest {
    private static final PairMessage OK_ANSWER =
            PairMessage.of("200", "content-length: 2").body("ok");

    private PairServer server;
    private String authority;

    /** A client and a server that speak as the pair says. */
    private PairClient between(VersionPair pair, Function<PairMessage, PairMessage> answers) throws Exception {
        server = new PairServer(answers);
        ScriptedOrigin origin = tlsOrigin(server.script(pair), pair.protocols);
        authority = "localhost:" + origin.port();
        if (pair.client == 3) {
            listen("reverse:http3://localhost:" + origin.port());
            return PairClient.http3(
                    closing(new Http3Caller(proxy.port(), proxy.authority().certificate(), 1 << 20)), authority);
        }
        RawClient client = tlsClient(origin, pair.client == 2 ? "h2" : "http/1.1");
        return pair.client == 2
                ? PairClient.http2(FrameClient.over(client), authority)
                : PairClient.http1(client, authority);
    }

    private PairClient between(VersionPair pair) throws Exception {
        return between(pair, request -> OK_ANSWER);
    }

    private PairMessage seen() throws InterruptedException {
        PairMessage request = server.seen().poll(15, TimeUnit.SECONDS);
        assertThat(request).as("the request at the server").isNotNull();
        return request;
    }

    // ---- cookies

    @ParameterizedTest
    @EnumSource
    void cookiesInPiecesAreOneFieldInHttp1(VersionPair pair) throws Exception {
        PairMessage answer =
                between(pair).ask(PairMessage.of("GET /", "cookie: a=1", "x-between: 1", "cookie: b=2", "cookie: c=3"));

        assertThat(answer.body()).isEqualTo("ok");
        List<String> cookies = seen().all("cookie");
        if (pair.server == 1 && pair.client > 1) {
            assertThat(cookies).containsExactly("a=1; b=2; c=3");
        } else {
            assertThat(cookies).containsExactly("a=1", "b=2", "c=3");
        }
    }

    // ---- framing of requests

    static Stream<String> seldomWithBody() {
        return Stream.of("GET", "DELETE", "OPTIONS", "HEAD");
    }

    @ParameterizedTest
    @EnumSource
    void aGetThatEndsWithAnEmptyFrameHasNoBodyInHttp1(VersionPair pair) throws Exception {
        PairClient client = between(pair, request -> PairMessage.of("200", "content-length: 0"));
        for (String method : seldomWithBody().toList()) {
            assertThat(client.ask(PairMessage.of(method + " /").body("")).status())
                    .isEqualTo(200);

            PairMessage request = seen();
            assertThat(request.method()).isEqualTo(method);
            if (pair.client == 1) {
                assertThat(request.framing()).isEqualTo("chunked"); // as it was sent
            } else if (pair.server == 1) {
                assertThat(request.framing()).isEqualTo("none");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPostWithoutBodySaysSoInHttp1(VersionPair pair) throws Exception {
        PairClient client = between(pair);
        for (String method : List.of("POST", "PUT", "PATCH")) {
            client.ask(PairMessage.of(method + " /"));
            PairMessage request = seen();
            assertThat(request.body()).isEmpty();
            if (pair.client == 1) {
                assertThat(request.framing()).isEqualTo("none"); // as it was sent
            } else if (pair.client == 2 && pair.server == 1) {
                assertThat(request.all("content-length")).containsExactly("0");
            } else if (pair.server == 1) { // the end of a stream of QUIC may come in a packet of its own
                assertThat(request.framing()).isIn("length", "chunked");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPostThatEndsWithAnEmptyFrameIsWhole(VersionPair pair) throws Exception {
        assertThat(between(pair).ask(PairMessage.of("POST /").body("")).body()).isEqualTo("ok");
        PairMessage request = seen();
        assertThat(request.body()).isEmpty();
        if (pair.isTranslated() && pair.server == 1) {
            assertThat(request.framing()).isIn("length", "chunked");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyWithoutLengthIsChunkedInHttp1(VersionPair pair) throws Exception {
        PairClient client = between(pair);
        for (String method : List.of("GET", "POST", "DELETE")) {
            assertThat(client.ask(PairMessage.of(method + " /").body("body")).body())
                    .isEqualTo("ok");
            PairMessage request = seen();
            assertThat(request.body()).isEqualTo("body");
            assertThat(request.framing()).isEqualTo(pair.server == 1 ? "chunked" : "stream");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyWithLengthKeepsIt(VersionPair pair) throws Exception {
        between(pair).ask(PairMessage.of("POST /", "content-length: 4").body("body"));
        PairMessage request = seen();
        assertThat(request.all("content-length")).containsExactly("4");
        assertThat(request.framing()).isEqualTo(pair.server == 1 ? "length" : "stream");
    }

    @ParameterizedTest
    @EnumSource
    void trailersOfRequestsPass(VersionPair pair) throws Exception {
        between(pair).ask(PairMessage.of("POST /").body("body").trailers("x-sum: 1"));
        PairMessage request = seen();
        assertThat(request.body()).isEqualTo("body");
        assertThat(request.trailers()).containsExactly("x-sum: 1");
    }

    @ParameterizedTest
    @EnumSource(names = {"TWO_TO_ONE", "TWO_TO_TWO", "THREE_TO_ONE", "THREE_TO_TWO"})
    void trailersRightAfterTheHeadOfAGetMakeNoBody(VersionPair pair) throws Exception {
        PairClient client = between(pair);
        client.ask(PairMessage.of("GET /").trailers("x-sum: 1"));
        PairMessage get = seen();
        assertThat(get.framing()).isEqualTo(pair.server == 1 ? "none" : "stream");
        client.ask(PairMessage.of("POST /").trailers("x-sum: 1"));
        PairMessage post = seen();
        assertThat(post.trailers()).containsExactly("x-sum: 1");
        assertThat(post.framing()).isEqualTo(pair.server == 1 ? "chunked" : "stream");
    }

    // ---- a frame that comes late

    @Test
    void aGetWhoseEndIsNotToldReachesItsServerAllTheSame() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "http/1.1");
        FrameClient client = FrameClient.over(tlsClient(origin, "h2"));

        client.request(1, false, "GET", "https://localhost:" + origin.port() + "/");
        client.raw().wire().socket().setSoTimeout(30_000);
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(20))
                .until(() -> origin.connections().get(0).received().contains("\r\n\r\n"));
        client.data(1, true, latin1("late"));

        assertThat(client.answer(1).body()).isEqualTo("ok");
        assertThat(origin.received()).contains("chunked").endsWith("4\r\nlate\r\n0\r\n\r\n");
    }

    // ---- what one version cannot hold

    private static final List<List<String>> MALFORMED = List.of(
            List.of("GET /", "X-Upper: 1"),
            List.of("GET /", "connection: close"),
            List.of("GET /", "keep-alive: 5"),
            List.of("GET /", "proxy-connection: keep-alive"),
            List.of("GET /", "transfer-encoding: chunked"),
            List.of("GET /", "upgrade: websocket"),
            List.of("GET /", "te: gzip"),
            List.of("GET /", "host: other"),
            List.of("GET /", "host: a", "host: a"),
            List.of("GET /", ":authority: user@a"),
            List.of("GET /", ":authority: a", ":authority: a"),
            List.of("GET /", ":method: GET"),
            List.of("GET /", ":path: /"),
            List.of("GET /", ":scheme: https"),
            List.of("GET /", ":status: 200"),
            List.of("GET /", ":protocol: websocket"),
            List.of("GET *"),
            List.of("GET x"),
            List.of("GET /", "x-a:  1"),
            List.of("GET /", "x-a: 1\r\nx-b: 2"),
            List.of("GET /", "x-a: 1\rb"),
            List.of("GET /", "x-a: 1\nb"),
            List.of("GET /", "x-a: 1\0"),
            List.of("GET /", "x a: 1"),
            List.of("GET /", "content-length: 5"),
            List.of("GET /", "content-length: +1"),
            List.of("GET /", "content-length: 0", "content-length: 1"));

    @ParameterizedTest
    @EnumSource(names = {"TWO_TO_ONE", "TWO_TO_TWO", "THREE_TO_ONE", "THREE_TO_TWO"})
    void whatIsMalformedInStreamsIsResetAndGetsNoFurther(VersionPair pair) throws Exception {
        PairClient client = between(pair);
        for (List<String> request : MALFORMED) {
            PairMessage answer = client.ask(PairMessage.of(
                    request.get(0), request.subList(1, request.size()).toArray(String[]::new)));

            assertThat(answer.end()) // PROTOCOL_ERROR, H3_MESSAGE_ERROR
                    .as("%s", request)
                    .isEqualTo(PairClient.code(pair, 1, 0x10e));
            assertThat(answer.status()).isZero();
        }
        assertThat(proxy.ended(MALFORMED.size()))
                .hasSize(MALFORMED.size())
                .allSatisfy(flow -> assertThat(flow.error().step()).isEqualTo(FlowError.Step.REQUEST));
        assertThat(server.seen()).isEmpty();
        assertThat(client.ask(PairMessage.of("GET /")).body())
                .as("the connection goes on")
                .isEqualTo("ok");
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatIsNotAsLongAsItsLengthIsNoRequest(VersionPair pair) throws Exception {
        if (pair.client == 1) {
            return; // the length is what ends the body
        }
        for (String length : List.of("3", "5")) {
            PairMessage answer = between(pair)
                    .ask(PairMessage.of("POST /", "content-length: " + length).body("body"));
            assertThat(answer.end()).isEqualTo(PairClient.code(pair, 1, 0x10e));
            assertThat(server.seen()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void trailersThatWouldFrameOrRouteGetNoFurther(VersionPair pair) throws Exception {
        for (String field : List.of("content-length: 4", "host: other", "transfer-encoding: x", "connection: close")) {
            PairMessage answer =
                    between(pair).ask(PairMessage.of("POST /").body("body").trailers(field, "x-sum: 1"));
            if (pair.client == 1) {
                assertThat(seen().trailers()).containsExactly("x-sum: 1");
            } else {
                assertThat(answer.end()).isEqualTo(PairClient.code(pair, 1, 0x10e));
            }
        }
    }

    // ---- fields

    @ParameterizedTest
    @EnumSource
    void fieldsOfTheConnectionStayOnIt(VersionPair pair) throws Exception {
        PairClient client = between(
                pair,
                request -> pair.server == 1
                        ? PairMessage.of(
                                        "200",
                                        "Connection: x-hop, keep-alive",
                                        "X-Hop: 1",
                                        "Keep-Alive: timeout=5",
                                        "Proxy-Connection: keep-alive",
                                        "X-End: 1",
                                        "Content-Length: 2")
                                .body("ok")
                        : PairMessage.of("200", "x-end: 1").body("ok"));
        PairMessage answer = client.ask(
                pair.client == 1
                        ? PairMessage.of(
                                "GET /",
                                "Connection: x-hop, keep-alive",
                                "X-Hop: 1",
                                "Keep-Alive: 5",
                                "Proxy-Connection: keep-alive",
                                "TE: gzip",
                                "Proxy-Authorization: Basic eDp5",
                                "X-End: 1")
                        : PairMessage.of("GET /", "proxy-authorization: Basic eDp5", "x-end: 1"));

        PairMessage request = seen();
        for (PairMessage message : List.of(answer, request)) {
            for (String name :
                    List.of("connection", "x-hop", "keep-alive", "proxy-connection", "te", "proxy-authorization")) {
                assertThat(message.all(name)).as(name).isEmpty();
            }
            assertThat(message.all("x-end")).containsExactly("1");
        }
        assertThat(answer.body()).isEqualTo("ok");
    }

    @ParameterizedTest
    @EnumSource
    void aWishForTrailersPasses(VersionPair pair) throws Exception {
        between(pair)
                .ask(
                        pair.client == 1
                                ? PairMessage.of("GET /", "Connection: TE", "TE: trailers")
                                : PairMessage.of("GET /", "te: trailers"));
        PairMessage request = seen();
        assertThat(request.all("te")).containsExactly("trailers");
        assertThat(request.all("connection")).isEqualTo(pair.server == 1 ? List.of("TE") : List.of());
    }

    @ParameterizedTest
    @EnumSource
    void theServerIsNamedOnce(VersionPair pair) throws Exception {
        PairClient client = between(pair);
        client.ask(PairMessage.of("GET /"));
        String name = pair.server == 1 ? "host" : ":authority";
        PairMessage request = seen();
        assertThat(request.all(name)).containsExactly(authority);
        assertThat(request.fields().stream()
                        .filter(field -> field.startsWith("host:") || field.startsWith(":authority:")))
                .hasSize(1);
        if (pair.client == 2) { // both fields, which agree
            client.ask(PairMessage.of("GET /", "host: " + authority));
            assertThat(seen().all(name)).containsExactly(authority);
        }
    }

    @ParameterizedTest
    @EnumSource
    void optionsOfTheWholeServerKeepTheirAsterisk(VersionPair pair) throws Exception {
        assertThat(between(pair).ask(PairMessage.of("OPTIONS *")).status()).isEqualTo(200);
        assertThat(seen().start()).isEqualTo("OPTIONS *");
    }

    @ParameterizedTest
    @EnumSource
    void fieldsKeepTheirOrderAndTheirBytes(VersionPair pair) throws Exception {
        PairMessage answer = between(
                        pair,
                        request -> PairMessage.of(
                                        "200",
                                        "set-cookie: a=1",
                                        "x-a: \u00e4 \u00ff",
                                        "set-cookie: b=2",
                                        "content-length: 2")
                                .body("ok"))
                .ask(PairMessage.of("GET /", "x-b: \u00e4\t1", "x-c: 2", "x-b: 3"));

        PairMessage request = seen();
        assertThat(request.all("x-b")).containsExactly("\u00e4\t1", "3");
        assertThat(request.fields()).containsSubsequence("x-b: \u00e4\t1", "x-c: 2", "x-b: 3");
        assertThat(answer.fields()).containsSubsequence("set-cookie: a=1", "x-a: \u00e4 \u00ff", "set-cookie: b=2");
    }

    @ParameterizedTest
    @EnumSource
    void controlBytesInValuesPass(VersionPair pair) throws Exception {
        String odd = "a\u0001b\u001bc\u007fd";
        PairMessage answer = between(
                        pair,
                        request -> PairMessage.of("200", "x-a: " + odd, "content-length: 2")
                                .body("ok"))
                .ask(PairMessage.of("GET /", "x-b: " + odd));

        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.all("x-a")).containsExactly(odd);
        assertThat(seen().all("x-b")).containsExactly(odd);
    }

    @ParameterizedTest
    @EnumSource
    void aNulInAValueOfAResponseIsRefused(VersionPair pair) throws Exception {
        PairMessage answer = between(
                        pair,
                        request -> PairMessage.of("200", "x-a: a\0b", "content-length: 2")
                                .body("ok"))
                .ask(PairMessage.of("GET /"));

        assertThat(answer.status()).isEqualTo(502);
    }

    @ParameterizedTest
    @EnumSource
    void aServerElsewhereIsNotTold(VersionPair pair) throws Exception {
        PairMessage answer = between(
                        pair,
                        request -> PairMessage.of("200", "alt-svc: h3=\":443\"", "content-length: 2")
                                .body("ok"))
                .ask(PairMessage.of("GET /"));

        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.all("alt-svc")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void namesHaveTheCaseOfTheVersion(VersionPair pair) throws Exception {
        if (pair.server == 1) {
            PairMessage answer = between(
                            pair,
                            request -> PairMessage.of("200", "X-Upper: A", "Content-Length: 2")
                                    .body("ok"))
                    .ask(PairMessage.of("GET /"));
            assertThat(answer.all("x-upper")).containsExactly("A");
        } else {
            PairMessage answer = between(pair, request -> PairMessage.of("200", "X-Upper: A"))
                    .ask(PairMessage.of("GET /"));
            assertThat(answer.status()).isEqualTo(502);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNameThatIsNoTokenIsRecordedAndLeftOutOfResponses(VersionPair pair) throws Exception {
        PairMessage answer = between(
                        pair,
                        request -> PairMessage.of("200", "x(y): 1", "x-end: 2")
                                .body("ok")
                                .trailers("a@b: 3"))
                .ask(PairMessage.of("GET /"));

        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.all("x-end")).containsExactly("2");
        assertThat(answer.all("x(y)")).isEmpty();
        assertThat(answer.trailers() == null ? List.of() : answer.trailers()).isEmpty();
        HttpFlow flow = proxy.http();
        assertThat(flow.response().headers().get("x(y)")).isEqualTo("1");
        assertThat(flow.notes().metadata().get(Notes.ODD))
                .contains("the field name \"x(y)\" is not a token", "the field name \"a@b\" is not a token");
    }

    // ---- responses

    @ParameterizedTest
    @EnumSource
    void interimResponsesPass(VersionPair pair) throws Exception {
        PairMessage answer = between(pair, request -> OK_ANSWER.after("100 Continue", "103 Early Hints|link: </a>"))
                .ask(PairMessage.of("POST /", "expect: 100-continue", "content-length: 4")
                        .body("body"));

        assertThat(answer.interims()).containsExactly("100", "103|link: </a>");
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(seen().all("expect")).containsExactly("100-continue");
    }

    @ParameterizedTest
    @EnumSource
    void aChangeOfProtocolThatNobodyAskedForIsNoResponse(VersionPair pair) throws Exception {
        PairMessage answer = between(
                        pair,
                        request -> pair.server == 1
                                ? PairMessage.of("101", "Connection: Upgrade", "Upgrade: x")
                                : PairMessage.of("101"))
                .ask(PairMessage.of("GET /"));
        assertThat(answer.status()).isEqualTo(502);
    }

    @ParameterizedTest
    @EnumSource
    void responsesWithoutBodyHaveNone(VersionPair pair) throws Exception {
        PairClient client = between(pair, request -> switch (request.path()) {
            case "/204" -> PairMessage.of("204");
            case "/304" -> PairMessage.of("304", "content-length: 7", "etag: a");
            default -> PairMessage.of("200", "content-length: 7");
        });
        PairMessage none = client.ask(PairMessage.of("GET /204"));
        assertThat(none.status()).isEqualTo(204);
        assertThat(none.all("content-length")).isEmpty();
        assertThat(none.all("transfer-encoding")).isEmpty();
        PairMessage same = client.ask(PairMessage.of("GET /304"));
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.all("etag")).containsExactly("a");
        assertThat(same.all("content-length")).containsExactly("7");
        PairMessage head = client.ask(PairMessage.of("HEAD /"));
        assertThat(head.all("content-length")).containsExactly("7");
        assertThat(List.of(none.body(), same.body(), head.body())).containsOnly("");
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfAResponseIsToldAsTheVersionDoes(VersionPair pair) throws Exception {
        PairClient client = between(pair, request -> switch (request.path()) {
            case "/empty" -> PairMessage.of("200").body("");
            case "/trailers" -> PairMessage.of("200").body("body").trailers("x-sum: 1", "x-last: 2");
            default -> PairMessage.of("200").body("body");
        });
        for (String path : List.of("/empty", "/body", "/trailers")) {
            PairMessage answer = client.ask(PairMessage.of("GET " + path));
            assertThat(answer.end()).isNull();
            assertThat(answer.body()).isEqualTo(path.equals("/empty") ? "" : "body");
            assertThat(answer.framing()).isEqualTo(pair.client == 1 ? "chunked" : "stream");
            assertThat(answer.all("transfer-encoding")).isEqualTo(pair.client == 1 ? List.of("chunked") : List.of());
            if (path.equals("/trailers")) {
                assertThat(answer.trailers()).containsExactly("x-sum: 1", "x-last: 2");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStatusPassesAsItIs(VersionPair pair) throws Exception {
        PairClient client = between(
                pair,
                request -> PairMessage.of(
                                request.path().substring(1),
                                "content-length: 2",
                                "www-authenticate: Basic",
                                "retry-after: 1")
                        .body("ok"));
        for (String status : List.of("401", "407", "408", "421", "425", "429", "431", "451", "503", "599")) {
            PairMessage answer = client.ask(PairMessage.of("POST /" + status).body("x"));
            assertThat(answer.start()).isEqualTo(status);
            assertThat(answer.all("www-authenticate")).containsExactly("Basic");
            assertThat(answer.all("retry-after")).containsExactly("1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void equalLengthsAreOne(VersionPair pair) throws Exception {
        PairMessage answer = between(
                        pair,
                        request -> PairMessage.of("200", "content-length: 2", "content-length: 2")
                                .body("ok"))
                .ask(PairMessage.of("POST /", "content-length: 4", "content-length: 4")
                        .body("body"));
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.all("content-length")).containsExactly("2");
        assertThat(seen().all("content-length")).containsExactly("4");
    }

    @ParameterizedTest
    @EnumSource(names = {"TWO_TO_TWO", "THREE_TO_TWO"})
    void aMalformedResponseOfHttp2IsNone(VersionPair pair) throws Exception {
        for (String field :
                List.of("transfer-encoding: chunked", "connection: close", ":path: /", "content-length: 5")) {
            PairMessage answer =
                    between(pair, request -> PairMessage.of("200", field)).ask(PairMessage.of("GET /"));
            assertThat(answer.status()).as(field).isEqualTo(502);
        }
    }

    // ---- what is asked for beside the request

    @ParameterizedTest
    @EnumSource
    void aProtocolThatIsNotCarriedIsNotImplemented(VersionPair pair) throws Exception {
        if (pair.client == 1) {
            PairMessage answer = between(pair).ask(PairMessage.of("GET /", "Connection: Upgrade", "Upgrade: x"));
            assertThat(answer.status()).as("the server decides").isEqualTo(200);
            assertThat(seen().all("upgrade")).containsExactly("x");
        } else {
            String protocol = pair.client == 2 ? "connect-udp" : "websocket";
            PairMessage answer = between(pair)
                    .ask(PairMessage.of("CONNECT /", ":protocol: " + protocol).body(""));
            assertThat(answer.status()).isEqualTo(501);
            assertThat(server.seen()).isEmpty();
        }
    }
}
