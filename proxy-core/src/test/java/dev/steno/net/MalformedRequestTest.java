package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError.Step;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that are malformed, or that two readers could read differently: refused, recorded, and unseen by any server. */
class MalformedRequestTest extends ProxyTest {
    private ScriptedOrigin origin;

    @BeforeEach
    void anOrigin() throws Exception {
        origin = origin(ScriptedOrigin.answering(OK));
    }

    private static Arguments bad(String what, String line, String fields) {
        return Arguments.of(what, line, fields, 400);
    }

    static Stream<Arguments> requests() {
        String get = "GET http://ORIGIN/ HTTP/1.1\r\n";
        String post = "POST http://ORIGIN/ HTTP/1.1\r\n";
        return Stream.of(
                bad(
                        "both lengths",
                        post,
                        "Host: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                bad(
                        "both lengths, the other way round",
                        post,
                        "Host: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
                bad("two different lengths", post, "Host: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
                bad("two different lengths in one field", post, "Host: x\r\nContent-Length: 3, 4\r\n\r\nabcd"),
                bad("a signed length", post, "Host: x\r\nContent-Length: +3\r\n\r\nabc"),
                bad("a negative length", post, "Host: x\r\nContent-Length: -3\r\n\r\nabc"),
                bad("a length in hexadecimal", post, "Host: x\r\nContent-Length: 0x3\r\n\r\nabc"),
                bad("an empty length", post, "Host: x\r\nContent-Length: \r\n\r\nabc"),
                bad("a length beyond 64 bits", post, "Host: x\r\nContent-Length: 99999999999999999999\r\n\r\nabc"),
                bad("an unknown transfer coding", post, "Host: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
                bad("chunked not last", post, "Host: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
                bad(
                        "chunked twice",
                        post,
                        "Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                bad("gzip and chunked", post, "Host: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                bad(
                        "transfer coding in HTTP/1.0",
                        "POST http://ORIGIN/ HTTP/1.0\r\n",
                        "Host: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                bad(
                        "a chunk size that is no number",
                        post,
                        "Host: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n0\r\n\r\n"),
                bad("a signed chunk size", post, "Host: x\r\nTransfer-Encoding: chunked\r\n\r\n-3\r\nabc\r\n0\r\n\r\n"),
                bad(
                        "a chunk size with a prefix",
                        post,
                        "Host: x\r\nTransfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n"),
                bad("an empty chunk size", post, "Host: x\r\nTransfer-Encoding: chunked\r\n\r\n\r\nabc\r\n0\r\n\r\n"),
                bad(
                        "a chunk longer than its size",
                        post,
                        "Host: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n"),
                bad("a space before the colon", get, "Host: x\r\nA : b\r\n\r\n"),
                bad("a tab before the colon", get, "Host: x\r\nA\t: b\r\n\r\n"),
                bad("a space in a name", get, "Host: x\r\nA B: c\r\n\r\n"),
                bad("a space before the first field", get, " Host: x\r\n\r\n"),
                bad("a field without a colon", get, "Host: x\r\nA bc\r\n\r\n"),
                bad("a field without a name", get, "Host: x\r\n: b\r\n\r\n"),
                bad("no Host", get, "A: b\r\n\r\n"),
                bad("two Hosts", get, "Host: x\r\nHost: y\r\n\r\n"),
                bad("two equal Hosts", get, "Host: x\r\nHost: x\r\n\r\n"),
                bad("a bare line feed after the request line", "GET http://ORIGIN/ HTTP/1.1\n", "Host: x\r\n\r\n"),
                bad("a bare line feed after a field", get, "Host: x\nA: b\r\n\r\n"),
                bad("a bare carriage return in a value", get, "Host: x\r\nA: b\rc\r\n\r\n"),
                bad("NUL in a value", get, "Host: x\r\nA: b\u0000c\r\n\r\n"),
                bad("NUL in a name", get, "Host: x\r\nA\u0000: b\r\n\r\n"),
                bad("NUL in the URL", "GET http://ORIGIN/\u0000 HTTP/1.1\r\n", "Host: x\r\n\r\n"),
                bad("a path to the proxy itself", "GET / HTTP/1.1\r\n", "Host: ORIGIN\r\n\r\n"),
                bad("an unknown scheme", "GET ftp://ORIGIN/ HTTP/1.1\r\n", "Host: x\r\n\r\n"),
                bad("a URL without host", "GET http:/// HTTP/1.1\r\n", "Host: ORIGIN\r\n\r\n"),
                bad("user information", "GET http://user:secret@ORIGIN/ HTTP/1.1\r\n", "Host: x\r\n\r\n"),
                bad("port 0", "GET http://127.0.0.1:0/ HTTP/1.1\r\n", "Host: x\r\n\r\n"),
                bad("a port beyond 65535", "GET http://127.0.0.1:65536/ HTTP/1.1\r\n", "Host: x\r\n\r\n"),
                bad("CONNECT without port", "CONNECT 127.0.0.1 HTTP/1.1\r\n", "Host: ORIGIN\r\n\r\n"),
                bad("CONNECT with a URL", "CONNECT http://ORIGIN/ HTTP/1.1\r\n", "Host: ORIGIN\r\n\r\n"),
                bad(
                        "CONNECT to a port that is no number",
                        "CONNECT 127.0.0.1:http HTTP/1.1\r\n",
                        "Host: ORIGIN\r\n\r\n"),
                bad("CONNECT with an open bracket", "CONNECT [::1:443 HTTP/1.1\r\n", "Host: ORIGIN\r\n\r\n"),
                bad("a version of its own", "GET http://ORIGIN/ HTTP/9.9\r\n", "Host: x\r\n\r\n"),
                bad("no version", "GET http://ORIGIN/\r\n", "Host: x\r\n\r\n"),
                bad("a method with a slash", "GE/T http://ORIGIN/ HTTP/1.1\r\n", "Host: x\r\n\r\n"),
                bad("almost the preface of HTTP/2", "PRI * HTTP/2.0\r\n", "\r\nSM\r\n\rx"),
                bad("bytes like TLS that are none", "\u0016\u0003\u0009\u0002\u0000\u0001\u0000\u0001\r\n", "\r\n"),
                bad("TLS that is no hello", "\u0016\u0003\u0001\u0000\u0004\u0002\u0000\u0000\u0000\r\n", "\r\n"),
                Arguments.of(
                        "a line that is too long",
                        "GET http://ORIGIN/" + "a".repeat(ProxySettings.MAX_LINE) + " HTTP/1.1\r\n",
                        "Host: x\r\n\r\n",
                        414),
                Arguments.of(
                        "a field that is too long",
                        get,
                        "Host: x\r\nA: " + "a".repeat(ProxySettings.MAX_HEADERS) + "\r\n\r\n",
                        431),
                Arguments.of(
                        "too many fields",
                        get,
                        "Host: x\r\n" + "A: 0123456789abcdef\r\n".repeat(ProxySettings.MAX_HEADERS / 16) + "\r\n",
                        431));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void isRefusedRecordedAndNeverForwarded(String what, String line, String fields, int status) throws Exception {
        RawClient client = client();
        try {
            client.send((line + fields).replace("ORIGIN", origin.authority()));
        } catch (java.net.SocketException e) {
            // refused before it was sent whole; the answer is there all the same
        }

        assertThat(client.response().status()).isEqualTo(status);
        assertThat(client.isClosedByProxy()).isTrue();
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().step()).isEqualTo(Step.REQUEST);
        assertThat(flow.error().message()).isNotBlank();
        assertThat(flow.response()).isNull();
        proxy.close();
        assertThat(proxy.flows()).hasSize(1);
        assertThat(origin.sawAnything()).isFalse();
    }

    @Test
    void twoEqualLengthsAreOne() throws Exception {
        RawClient client = client().send("POST http://" + origin.authority()
                + "/ HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc");

        assertThat(client.response().text()).isEqualTo("ok");
        assertThat(origin.received().toLowerCase(Locale.ROOT))
                .containsOnlyOnce("content-length: 3")
                .endsWith("\r\n\r\nabc");
    }

    @Test
    void aFoldedFieldIsUnfolded() throws Exception {
        client().send("GET http://" + origin.authority() + "/ HTTP/1.1\r\nHost: x\r\nA: b\r\n \t c\r\n\r\n")
                .response();

        assertThat(origin.received()).endsWith("\r\nA: b c\r\n\r\n");
    }

    @Test
    void whatFollowsAMalformedRequestIsNotRead() throws Exception {
        RawClient client = client().send("GET http://" + origin.authority() + "/ HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n"
                + get(origin, "/smuggled"));

        assertThat(client.response().status()).isEqualTo(400);
        assertThat(client.isClosedByProxy()).isTrue();
        assertThat(proxy.flows()).hasSize(1);
        assertThat(origin.sawAnything()).isFalse();
    }

    @Test
    void aMalformedRequestBehindAGoodOneIsAnsweredInItsTurn() throws Exception {
        RawClient client = client().send(get(origin, "/good") + "GET / HTTP/1.1\r\nno field\r\n\r\n");

        assertThat(client.response().text()).isEqualTo("ok");
        assertThat(client.response().status()).isEqualTo(400);
        assertThat(proxy.ended(2)).hasSize(2);
        assertThat(origin.received()).doesNotContain("no field");
    }

    @Test
    void aBadChunkAfterTheRequestWasPassedOnEndsBothConnections() throws Exception {
        ScriptedOrigin reading = origin(connection -> {
            connection.readHead();
            connection.awaitEnd();
        });
        RawClient client = client().send("POST http://" + reading.authority()
                + "/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        org.awaitility.Awaitility.await()
                .until(() -> reading.sawAnything() && reading.received().contains("abc"));
        client.send("zz\r\n");

        assertThat(client.response().status()).isEqualTo(400);
        assertThat(proxy.http().error().step()).isEqualTo(Step.REQUEST);
        org.awaitility.Awaitility.await()
                .until(() -> reading.connections().get(0).socket().isClosed());
        assertThat(reading.received()).doesNotContain("zz").doesNotContain("0\r\n\r\n");
    }

    @Test
    void aRefusedRequestIsRecordedAsFarAsItWasRead() throws Exception {
        client().send("GET http://" + origin.authority() + "/path HTTP/1.1\r\nHost: x\r\nHost: y\r\nA: b\r\n\r\n")
                .response();

        HttpFlow flow = proxy.http();
        assertThat(flow.request().method()).isEqualTo("GET");
        assertThat(flow.request().path()).contains("/path");
        assertThat(flow.request().headers().get("A")).isEqualTo("b");
        assertThat(flow.error().message()).contains("2 Host fields");
    }

    @Test
    void bytesThatAreNoRequestAreNotRecordedAsOne() throws Exception {
        client().send("nonsense\r\n\r\n").response();

        assertThat(proxy.http().request().method()).isEqualTo("?");
        assertThat(proxy.http().request().path()).doesNotContain("bad-request");
    }
}
