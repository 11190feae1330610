package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of {@code docs/versions.md} for requests, for all pairs of HTTP versions of a client and its server. */
class VersionPairsTest extends VersionPairsProxyTest {
    // ---- cookies

    @ParameterizedTest
    @EnumSource
    void splitCookiesAreOneFieldInHttp1(VersionPair pair) throws Exception {
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
    void aPostWithoutABodyHasAContentLengthOfZeroInHttp1(VersionPair pair) throws Exception {
        PairClient client = between(pair);
        for (String method : List.of("POST", "PUT", "PATCH")) {
            client.ask(PairMessage.of(method + " /"));
            PairMessage request = seen();
            assertThat(request.body()).isEmpty();
            if (pair.client == 1) {
                assertThat(request.framing()).isEqualTo("none"); // as it was sent
            } else if (pair.client == 2 && pair.server == 1) {
                assertThat(request.all("content-length")).containsExactly("0");
            } else if (pair.server == 1) { // the end of a QUIC stream may arrive in a separate packet
                assertThat(request.framing()).isIn("length", "chunked");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPostThatEndsWithAnEmptyFrameIsComplete(VersionPair pair) throws Exception {
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
    void aBodyWithALengthKeepsIt(VersionPair pair) throws Exception {
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
    void trailersDirectlyAfterTheHeadOfAGetDoNotCreateABody(VersionPair pair) throws Exception {
        PairClient client = between(pair);
        client.ask(PairMessage.of("GET /").trailers("x-sum: 1"));
        PairMessage get = seen();
        assertThat(get.framing()).isEqualTo(pair.server == 1 ? "none" : "stream");
        client.ask(PairMessage.of("POST /").trailers("x-sum: 1"));
        PairMessage post = seen();
        assertThat(post.trailers()).containsExactly("x-sum: 1");
        assertThat(post.framing()).isEqualTo(pair.server == 1 ? "chunked" : "stream");
    }

    // ---- a late frame

    @Test
    void aGetWhoseEndDoesNotArriveReachesItsServerAnyway() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "http/1.1");
        FrameClient client = FrameClient.over(tlsClient(origin, "h2"));

        client.request(1, false, "GET", "https://localhost:" + origin.port() + "/");
        client.raw().wire().socket().setSoTimeout(180_000);
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .until(() -> origin.connections().get(0).received().contains("\r\n\r\n"));
        client.data(1, true, latin1("late"));

        assertThat(client.answer(1).body()).isEqualTo("ok");
        assertThat(origin.received()).contains("chunked").endsWith("4\r\nlate\r\n0\r\n\r\n");
    }

    // ---- messages that one version cannot express

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
    void aMalformedRequestInAStreamIsResetAndNotForwarded(VersionPair pair) throws Exception {
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
                .as("the connection stays usable")
                .isEqualTo("ok");
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatDisagreesWithItsContentLengthIsRefused(VersionPair pair) throws Exception {
        if (pair.client == 1) {
            return; // the Content-Length ends the body
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
    void trailersForFramingOrRoutingAreNotForwarded(VersionPair pair) throws Exception {
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

    // ---- Upgrade and Expect

    @ParameterizedTest
    @EnumSource
    void anUnsupportedProtocolIsAnswered501(VersionPair pair) throws Exception {
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
