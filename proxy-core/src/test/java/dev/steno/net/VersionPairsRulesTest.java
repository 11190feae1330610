package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.net.settings.ProxySettings;
import dev.steno.rule.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of rules, for all pairs of HTTP versions of a client and its server. */
class VersionPairsRulesTest extends VersionPairsProxyTest {
    private PairClient client;

    @Override
    protected Addon[] addons() {
        return new Addon[] {new Rules()};
    }

    @Override
    protected void restartWith(UnaryOperator<ProxySettings> settings, Addon... none) throws IOException {
        super.restartWith(settings, addons());
    }

    @BeforeEach
    void noClientYet() {
        client = null;
    }

    private void set(String kind, String... texts) {
        proxy.options.set(kind, proxy.options.require(kind).join(List.of(texts)));
    }

    private void start(VersionPair pair, PairMessage answer) throws Exception {
        client = between(pair, request -> answer);
    }

    private String trace(int flow) {
        return proxy.ended(flow).get(flow - 1).notes().metadata().get(Notes.RULES);
    }

    @ParameterizedTest
    @EnumSource
    void fieldsAndTrailers(VersionPair pair) throws Exception {
        start(
                pair,
                PairMessage.of("200", "x-old: 1", "set-cookie: sid=1", "set-cookie: b=2", "x-gone: 1")
                        .body("ok")
                        .trailers("x-sum: 1", "x-left: 2"));
        set(
                "modify-headers",
                "/X-New/1",
                "/~s/x-old/2",
                "/x-gone/",
                "/~s/set-cookie:sid/sid=3",
                "/~s/trailer:X-Sum/4",
                "/~q/trailer:X-T/5");
        PairMessage answer =
                client.ask(PairMessage.of("POST /", "x-a: b").body("question").trailers("x-t: 1"));
        PairMessage request = seen();
        assertThat(request.all("x-new")).containsExactly("1");
        assertThat(request.all("x-old")).isEmpty();
        assertThat(request.trailers()).containsExactly("x-t: 5");
        assertThat(answer.all("x-new")).containsExactly("1");
        assertThat(answer.all("x-old")).containsExactly("2");
        assertThat(answer.all("x-gone")).isEmpty();
        assertThat(answer.all("set-cookie")).containsExactly("sid=3", "b=2");
        assertThat(answer.trailers()).containsExactly("x-sum: 4", "x-left: 2");
        HttpFlow flow = proxy.http();
        assertThat(flow.original().response().trailers().get("x-sum")).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource
    void trailersBehindBodiesThatAreNotHeld(VersionPair pair) throws Exception {
        start(pair, PairMessage.of("200", "content-length: 6").body("answer"));
        set("modify-headers", "/~s/trailer:x-sum/4", "/~q/trailer:x-t/5");
        PairMessage answer =
                client.ask(PairMessage.of("POST /", "content-length: 8").body("question"));
        PairMessage request = seen();
        assertThat(request.body()).isEqualTo("question");
        assertThat(request.trailers()).containsExactly("x-t: 5");
        assertThat(answer.body()).isEqualTo("answer");
        assertThat(answer.all("content-length")).hasSize(pair.client == 1 ? 0 : 1);
        assertThat(answer.trailers()).containsExactly("x-sum: 4");
        HttpFlow flow = proxy.http();
        assertThat(flow.request().trailers().get("x-t")).isEqualTo("5");
        assertThat(flow.original().response().trailers()).isNull();
        assertThat(flow.original().response().headers().get("content-length")).isEqualTo("6");
        assertThat(trace(1)).isEqualTo("modify-headers-2 modify-headers-1");
    }

    @ParameterizedTest
    @EnumSource
    void bodiesAndJson(VersionPair pair) throws Exception {
        start(
                pair,
                PairMessage.of("200", "content-type: application/json")
                        .body("{\"price\": 10, \"items\": [1, 2], \"secret\": \"s\", \"name\": \"ann\"}"));
        set(
                "modify-body",
                "/~s/json:$.price/9.5",
                "|~s|json:/items/-|3",
                "/~s/json:$.secret/",
                "/~s/merge:$/{\"user\":{\"id\":7,\"x\":null}}",
                "/~q/question/answer",
                "/~s/ann/bob",
                "/~q/json:$.a/1");
        PairMessage answer =
                client.ask(PairMessage.of("POST /", "content-length: 8").body("question"));
        assertThat(seen().body()).isEqualTo("answer");
        assertThat(answer.body())
                .isEqualTo("{\"price\": 9.5, \"items\": [1, 2,3], \"name\": \"bob\",\"user\":{\"id\":7}}");
        assertThat(trace(1)).startsWith("modify-body-5 !modify-body-7 modify-body-1 ");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsBlocked(VersionPair pair) throws Exception {
        start(pair, PairMessage.of("200", "content-length: 2").body("ok"));
        set("allow-list", "~u ^https://[^/]+/(ok|ads|gone)");
        set("block-list", "/~u ads/451", "/~u gone/444");
        assertThat(client.ask(PairMessage.of("GET /ok")).status()).isEqualTo(200);
        assertThat(client.ask(PairMessage.of("GET /ads")).status()).isEqualTo(451);
        assertThat(client.ask(PairMessage.of("GET /other")).status()).isEqualTo(403);
        assertThat(trace(2)).isEqualTo("block-list-1");
        String end = end(pair);
        assertThat(end).isEqualTo(pair.client == 3 ? "268" : pair.client == 2 ? "8" : "closed");
        assertThat(proxy.ended(4)).hasSize(4);
    }

    /** How the exchange of a request that is blocked without an answer ends. */
    private String end(VersionPair pair) throws Exception {
        if (pair.client == 1) {
            try {
                client.ask(PairMessage.of("GET /gone"));
            } catch (IOException | RuntimeException | AssertionError closed) {
                return "closed";
            }
        }
        return client.ask(PairMessage.of("GET /gone")).end();
    }

    @ParameterizedTest
    @EnumSource
    void anotherServerAndBack(VersionPair pair) throws Exception {
        start(
                pair,
                PairMessage.of(
                        "302", "location: https://localhost:PORT/v2/next?q".replace("PORT", "0"), "content-length: 0"));
        String there = authority;
        PairServer other = new PairServer(request -> PairMessage.of(
                        "200",
                        "location: https://" + request.all("x-there").get(0) + "/v2/next?q",
                        "content-location: /v2/here",
                        "link: </v2/style.css>; rel=preload, <https://elsewhere.test/v2>; rel=next",
                        "set-cookie: a=1; Domain=localhost; Path=/",
                        "access-control-allow-origin: https://"
                                + request.all("x-there").get(0),
                        "content-length: 0")
                .after("103 Early Hints|link: </v2/style.css>; rel=preload|x: /v2", "103 Early Hints|link: <b>"));
        var second = tlsOrigin(other.script(pair), pair.protocols);
        String to = "127.0.0.1:" + second.port();
        set("rewrite-back", "true");
        set("map-remote", "|//" + there + "/api|//" + to + "/v2");
        set("modify-headers", "/~q/x-there/" + to);
        PairMessage answer = client.ask(PairMessage.of("GET /api/a?b"));
        PairMessage request = other.seen().take();
        assertThat(request.start()).isEqualTo("GET /v2/a?b");
        assertThat(answer.all("location")).containsExactly("https://" + there + "/api/next?q");
        assertThat(answer.all("content-location")).containsExactly("/api/here");
        assertThat(answer.all("link"))
                .containsExactly("</api/style.css>; rel=preload, <https://elsewhere.test/v2>; rel=next");
        assertThat(answer.all("access-control-allow-origin")).containsExactly("https://" + there);
        assertThat(answer.interims())
                .containsExactly("103|link: </api/style.css>; rel=preload|x: /v2", "103|link: <b>");
        assertThat(proxy.http().interim().get(0).headers().get("link")).startsWith("</api/");
        assertThat(proxy.http().original().interim().get(0).headers().get("link"))
                .startsWith("</v2/");
        assertThat(proxy.http().original().response().headers().get("content-location"))
                .isEqualTo("/v2/here");
    }

    @ParameterizedTest
    @EnumSource
    void cookiesAndCaches(VersionPair pair) throws Exception {
        start(
                pair,
                PairMessage.of("200", "set-cookie: sid=1", "content-length: 2").body("ok"));
        set("sticky-cookie", "~u sticky");
        set("anticache", "true");
        set("anticomp", "true");
        client.ask(PairMessage.of("GET /set"));
        assertThat(seen().all("cookie")).isEmpty();
        client.ask(PairMessage.of("GET /sticky", "if-none-match: \"a\"", "accept-encoding: br", "cookie: a=0"));
        PairMessage request = seen();
        assertThat(request.all("cookie")).containsExactly("a=0; sid=1");
        assertThat(request.all("if-none-match")).isEmpty();
        assertThat(request.all("accept-encoding")).containsExactly("identity");
    }

    @ParameterizedTest
    @EnumSource
    void filesAndTheRulesThatFollow(VersionPair pair) throws Exception {
        start(pair, PairMessage.of("200", "content-length: 2").body("ok"));
        Path file = Files.writeString(files.resolve("a.json"), "{\"a\":1}");
        set("map-local", "|/file|" + file);
        set("modify-body", "/~s/json:$.a/2");
        set("modify-headers", "/~s/x-a/1");
        PairMessage answer = client.ask(PairMessage.of("GET /file"));
        assertThat(answer.body()).isEqualTo("{\"a\":2}");
        assertThat(answer.all("content-type")).containsExactly("application/json");
        assertThat(answer.all("x-a")).containsExactly("1");
        assertThat(trace(1)).isEqualTo("map-local-1 modify-headers-1 modify-body-1");
        assertThat(server.seen()).isEmpty();
    }
}
