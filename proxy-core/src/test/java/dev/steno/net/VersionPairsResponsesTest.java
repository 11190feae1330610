package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of {@code docs/versions.md} for responses, for all pairs of HTTP versions of a client and its server. */
class VersionPairsResponsesTest extends VersionPairsProxyTest {
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
    void anUnsolicited101IsAnswered502(VersionPair pair) throws Exception {
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
    void theEndOfAResponseIsMarkedAsTheVersionDoes(VersionPair pair) throws Exception {
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
    void aStatusIsForwardedUnchanged(VersionPair pair) throws Exception {
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
    void equalContentLengthsAreForwardedAsOne(VersionPair pair) throws Exception {
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
    void aMalformedHttp2ResponseIsAnswered502(VersionPair pair) throws Exception {
        for (String field :
                List.of("transfer-encoding: chunked", "connection: close", ":path: /", "content-length: 5")) {
            PairMessage answer =
                    between(pair, request -> PairMessage.of("200", field)).ask(PairMessage.of("GET /"));
            assertThat(answer.status()).as(field).isEqualTo(502);
        }
    }
}
