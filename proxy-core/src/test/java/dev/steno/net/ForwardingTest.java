package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The changes that Steno makes to a forwarded message; everything else stays as sent. */
class ForwardingTest extends ProxyTest {

    @Test
    void aRequestInAbsoluteFormReachesTheServerInOriginForm() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        HttpAnswer answer = client().send(get(origin, "/a?b=c")).response();

        assertThat(answer.head()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
        assertThat(answer.text()).isEqualTo("ok");
        assertThat(origin.received()).isEqualTo("GET /a?b=c HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n");
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.request().url()).isEqualTo("http://" + origin.authority() + "/a?b=c");
        assertThat(flow.server().address()).isEqualTo(origin.endpoint());
        assertThat(flow.server().ip()).isEqualTo(origin.endpoint());
        assertThat(flow.client().address().host()).isEqualTo("127.0.0.1");
        assertThat(flow.error()).isNull();
        assertThat(flow.duration()).isPositive();
    }

    @Test
    void hopByHopFieldsAreRemovedInBothDirectionsAndRecorded() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Mine\r\n"
                + "Keep-Alive: timeout=5\r\nX-Mine: 1\r\nX-Yours: 2\r\nProxy-Connection: x\r\n"
                + "Content-Length: 0\r\n\r\n"));

        HttpAnswer answer = client().send(
                        "GET http://" + origin.authority() + "/ HTTP/1.1\r\nProxy-Connection: keep-alive\r\n"
                                + "X-First: 1\r\nHost: " + origin.authority()
                                + "\r\nConnection: keep-alive, X-Hop\r\nKeep-Alive: 300\r\n"
                                + "X-Hop: 1\r\nProxy-Authorization: Basic secret\r\nTE: trailers, deflate\r\nX-Last: 2\r\n\r\n")
                .response();

        assertThat(answer.head()).isEqualTo("HTTP/1.1 200 OK\r\nX-Yours: 2\r\nContent-Length: 0\r\n\r\n");
        assertThat(origin.received())
                .isEqualTo("GET / HTTP/1.1\r\nX-First: 1\r\nHost: " + origin.authority()
                        + "\r\nX-Last: 2\r\nConnection: TE\r\nTE: trailers\r\n\r\n");
        HttpFlow flow = proxy.http();
        assertThat(flow.response().headers().get("Keep-Alive")).isEqualTo("timeout=5");
        assertThat(flow.request().headers().get("X-Hop")).isEqualTo("1");
    }

    @Test
    void orderCaseBytesAndDuplicatesOfFieldsAreKeptInBothDirections() throws Exception {
        StringBuilder high = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            high.append((char) (0xA0 + i % 0x60));
        }
        String fields = "x-LOWER-Upper: a\r\nSet-Cookie: one=1\r\nX-Empty: \r\nB: 2\r\nset-cookie: two=2; Path=/\r\n"
                + "X-High: " + high + "\r\nA: inner  spaces\tand tabs\r\n_odd!#$%&'*+-.^`|~9: \"q\" (c)\r\nB: 1\r\n";
        ScriptedOrigin origin = origin(
                ScriptedOrigin.answering("HTTP/1.1 200 Alles klar \u00fc\r\n" + fields + "Content-Length: 0\r\n\r\n"));

        HttpAnswer answer = client().send("GET http://" + origin.authority() + "/ HTTP/1.1\r\nHost: "
                        + origin.authority() + "\r\n" + fields + "\r\n")
                .response();

        assertThat(answer.head())
                .isEqualTo("HTTP/1.1 200 Alles klar \u00fc\r\n" + fields + "Content-Length: 0\r\n\r\n");
        assertThat(origin.received())
                .isEqualTo("GET / HTTP/1.1\r\nHost: " + origin.authority() + "\r\n" + fields + "\r\n");
        Headers recorded = proxy.http().request().headers();
        assertThat(recorded.get("X-High")).isEqualTo(high.toString());
        assertThat(recorded.all("Set-Cookie")).containsExactly("one=1", "two=2; Path=/");
        assertThat(recorded.name(1)).isEqualTo("x-LOWER-Upper");
        assertThat(recorded.name(5)).isEqualTo("set-cookie");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%zz%/%%00?%",
                "//double//slash/../.?a=1&&b=%2F",
                "/\u00e4\u00ff\u0080|{}\\^`\"<>",
                "/?q=http://other/",
                "/;params=1:2@3",
                "/#fragment"
            })
    void aPathIsForwardedAndRecordedAsItWasSent(String path) throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        client().send(get(origin, path)).response();

        assertThat(origin.received()).startsWith("GET " + path + " HTTP/1.1\r\n");
        assertThat(proxy.http().request().path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?query"})
    void aUrlWithoutAPathGetsASlash(String rest) throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        client().send(get(origin, rest)).response();

        assertThat(origin.received()).startsWith("GET /" + rest + " HTTP/1.1\r\n");
    }

    @Test
    void theUrlsAuthorityTakesPrecedenceOverTheHostField() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        client().send("GET http://" + origin.authority()
                        + "/ HTTP/1.1\r\nA: 1\r\nhOST: elsewhere.example\r\nB: 2\r\n\r\n")
                .response();

        assertThat(origin.received())
                .isEqualTo("GET / HTTP/1.1\r\nA: 1\r\nhOST: " + origin.authority() + "\r\nB: 2\r\n\r\n");
    }

    @Test
    void anHttp10RequestWithoutHostGetsOne() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        client().send("GET http://" + origin.authority() + "/ HTTP/1.0\r\n\r\n").response();

        assertThat(origin.received()).isEqualTo("GET / HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n");
    }

    @Test
    void aHostWithoutTheDefaultPortIsKept() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        restartWith(
                settings -> settings,
                registrar -> registrar.on(
                        dev.steno.addon.Hook.UPSTREAM,
                        dev.steno.addon.Phase.ROUTE,
                        (target, context) -> new dev.steno.addon.Verdict.Replace<>(origin.endpoint())));

        client().send("GET http://name.example/ HTTP/1.1\r\nHost: name.example\r\n\r\n")
                .response();

        assertThat(origin.received()).isEqualTo("GET / HTTP/1.1\r\nHost: name.example\r\n\r\n");
        assertThat(proxy.http().server().address()).isEqualTo(new Endpoint("name.example", 80));
        assertThat(proxy.http().server().ip()).isEqualTo(origin.endpoint());
    }

    @Test
    void anUnknownMethodIsForwarded() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        client().send("X-Purge! http://" + origin.authority() + "/ HTTP/1.1\r\nHost: a\r\n\r\n")
                .response();

        assertThat(origin.received()).startsWith("X-Purge! / HTTP/1.1\r\n");
        assertThat(proxy.http().request().method()).isEqualTo("X-Purge!");
    }

    @Test
    void optionsAsteriskPassesInATunnel() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        client().connect(origin.authority())
                .send("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")
                .response();

        assertThat(origin.received()).isEqualTo("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(proxy.http().request().path()).isEqualTo("*");
    }

    @Test
    void aResponseWithoutAReasonPhraseStaysWithoutOne() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering("HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n"));

        HttpAnswer answer = client().send(get(origin, "/")).response();

        assertThat(answer.head()).isEqualTo("HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n");
        assertThat(proxy.http().response().reason()).isEmpty();
    }

    @Test
    void aRecordedPathKeepsTheBytesOfTheRequest() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        byte[] utf8 = "/\u65e5\u672c".getBytes(StandardCharsets.UTF_8);
        String asLatin1 = new String(utf8, StandardCharsets.ISO_8859_1);

        client().send(get(origin, asLatin1)).response();

        assertThat(proxy.http().request().path().getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(utf8);
    }
}
