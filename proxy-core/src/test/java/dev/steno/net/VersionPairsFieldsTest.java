package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of {@code docs/versions.md} for fields, for all pairs of HTTP versions of a client and its server. */
class VersionPairsFieldsTest extends VersionPairsProxyTest {
    // ---- fields

    @ParameterizedTest
    @EnumSource
    void hopByHopFieldsAreNotForwarded(VersionPair pair) throws Exception {
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
    void teTrailersIsForwarded(VersionPair pair) throws Exception {
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
    void theServerGetsHostOrAuthorityOnce(VersionPair pair) throws Exception {
        PairClient client = between(pair);
        client.ask(PairMessage.of("GET /"));
        String name = pair.server == 1 ? "host" : ":authority";
        PairMessage request = seen();
        assertThat(request.all(name)).containsExactly(authority);
        assertThat(request.fields().stream()
                        .filter(field -> field.startsWith("host:") || field.startsWith(":authority:")))
                .hasSize(1);
        if (pair.client == 2) { // both fields, with the same value
            client.ask(PairMessage.of("GET /", "host: " + authority));
            assertThat(seen().all(name)).containsExactly(authority);
        }
    }

    @ParameterizedTest
    @EnumSource
    void optionsAsteriskIsForwarded(VersionPair pair) throws Exception {
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
    void altSvcIsRemoved(VersionPair pair) throws Exception {
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
    void aNameThatIsNotATokenIsRecordedAndNotForwardedInResponses(VersionPair pair) throws Exception {
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

    @ParameterizedTest
    @EnumSource
    void fieldNamesHaveTheCaseOfTheVersion(VersionPair pair) throws Exception {
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
}
