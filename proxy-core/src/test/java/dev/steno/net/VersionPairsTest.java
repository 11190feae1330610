package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

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
}
