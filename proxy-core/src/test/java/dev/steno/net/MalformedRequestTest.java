package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError.Step;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Malformed requests, and requests that two programs could read differently: refused, recorded, and never forwarded.
 */
class MalformedRequestTest extends ProxyTest {
    private ScriptedOrigin origin;

    @BeforeEach
    void anOrigin() throws Exception {
        origin = origin(ScriptedOrigin.answering(OK));
    }

    private static Arguments bad(String what, String line, String fields) {
        return Arguments.of(what, line, fields, 400);
    }

    private static Arguments badField(String what, String field) {
        return bad(what, "", Requests.get("http://ORIGIN/", field));
    }

    private static Arguments badPost(String what, String fields, String body) {
        return bad(what, "", Requests.post("http://ORIGIN/", body, fields));
    }

    private static Arguments badLine(String what, String line) {
        return bad(what, line, "\r\nHost: x\r\n\r\n");
    }

    static Stream<Arguments> requests() {
        String get = "GET http://ORIGIN/ HTTP/1.1\r\n";
        return Stream.of(
                badPost("both lengths", "Content-Length: 3\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
                badPost(
                        "both lengths, the other way round",
                        "Transfer-Encoding: chunked\r\nContent-Length: 3",
                        "0\r\n\r\n"),
                badPost("two different lengths", "Content-Length: 3\r\nContent-Length: 4", "abcd"),
                badPost("two different lengths in one field", "Content-Length: 3, 4", "abcd"),
                badPost("a signed length", "Content-Length: +3", "abc"),
                badPost("a negative length", "Content-Length: -3", "abc"),
                badPost("a length in hexadecimal", "Content-Length: 0x3", "abc"),
                badPost("an empty length", "Content-Length: ", "abc"),
                badPost("a length beyond 64 bits", "Content-Length: 99999999999999999999", "abc"),
                badPost("an unknown transfer coding", "Transfer-Encoding: xchunked", "0\r\n\r\n"),
                badPost("chunked not last", "Transfer-Encoding: chunked, identity", "0\r\n\r\n"),
                badPost("chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
                badPost("gzip and chunked", "Transfer-Encoding: gzip, chunked", "0\r\n\r\n"),
                bad(
                        "transfer coding in HTTP/1.0",
                        "POST http://ORIGIN/ HTTP/1.0\r\n",
                        "Host: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                badPost("a chunk size that is no number", "Transfer-Encoding: chunked", "xyz\r\nabc\r\n0\r\n\r\n"),
                badPost("a signed chunk size", "Transfer-Encoding: chunked", "-3\r\nabc\r\n0\r\n\r\n"),
                badPost("a chunk size with a prefix", "Transfer-Encoding: chunked", "0x3\r\nabc\r\n0\r\n\r\n"),
                badPost("an empty chunk size", "Transfer-Encoding: chunked", "\r\nabc\r\n0\r\n\r\n"),
                badPost("a chunk longer than its size", "Transfer-Encoding: chunked", "3\r\nabcd\r\n0\r\n\r\n"),
                badField("a space before the colon", "A : b"),
                badField("a tab before the colon", "A\t: b"),
                badField("a space in a name", "A B: c"),
                bad("a space before the first field", get, " Host: x\r\n\r\n"),
                badField("a field without a colon", "A bc"),
                badField("a field without a name", ": b"),
                bad("no Host", get, "A: b\r\n\r\n"),
                badField("two Hosts", "Host: y"),
                badField("two equal Hosts", "Host: x"),
                bad("a bare line feed after the request line", "GET http://ORIGIN/ HTTP/1.1\n", "Host: x\r\n\r\n"),
                bad("a bare line feed after a field", get, "Host: x\nA: b\r\n\r\n"),
                badField("a bare carriage return in a value", "A: b\rc"),
                badField("NUL in a value", "A: b\u0000c"),
                badField("NUL in a name", "A\u0000: b"),
                badLine("NUL in the URL", "GET http://ORIGIN/\u0000 HTTP/1.1"),
                bad("a path to the proxy itself", "GET / HTTP/1.1\r\n", "Host: ORIGIN\r\n\r\n"),
                badLine("an unknown scheme", "GET ftp://ORIGIN/ HTTP/1.1"),
                bad("a URL without host", "GET http:/// HTTP/1.1\r\n", "Host: ORIGIN\r\n\r\n"),
                badLine("user information", "GET http://user:secret@ORIGIN/ HTTP/1.1"),
                badLine("port 0", "GET http://127.0.0.1:0/ HTTP/1.1"),
                badLine("a port beyond 65535", "GET http://127.0.0.1:65536/ HTTP/1.1"),
                bad("CONNECT without port", "CONNECT 127.0.0.1 HTTP/1.1\r\n", "Host: ORIGIN\r\n\r\n"),
                bad("CONNECT with a URL", "CONNECT http://ORIGIN/ HTTP/1.1\r\n", "Host: ORIGIN\r\n\r\n"),
                bad(
                        "CONNECT to a port that is no number",
                        "CONNECT 127.0.0.1:http HTTP/1.1\r\n",
                        "Host: ORIGIN\r\n\r\n"),
                bad("CONNECT with an open bracket", "CONNECT [::1:443 HTTP/1.1\r\n", "Host: ORIGIN\r\n\r\n"),
                badLine("a version of its own", "GET http://ORIGIN/ HTTP/9.9"),
                badLine("no version", "GET http://ORIGIN/"),
                badLine("a method with a slash", "GE/T http://ORIGIN/ HTTP/1.1"),
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
    void aMalformedRequestIsRefusedRecordedAndNeverForwarded(String what, String line, String fields, int status)
            throws Exception {
        RawClient client = client();
        try {
            client.send((line + fields).replace("ORIGIN", origin.authority()));
        } catch (java.net.SocketException e) {
            // refused before it was sent completely; the response is there anyway
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
    void twoEqualContentLengthsAreForwardedAsOne() throws Exception {
        RawClient client = client().send(Requests.post(
                "http://" + origin.authority() + "/", "abc", "Content-Length: 3", "Content-Length: 3"));

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
    void dataAfterAMalformedRequestIsNotRead() throws Exception {
        RawClient client = client().send("GET http://" + origin.authority() + "/ HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n"
                + get(origin, "/smuggled"));

        assertThat(client.response().status()).isEqualTo(400);
        assertThat(client.isClosedByProxy()).isTrue();
        assertThat(proxy.flows()).hasSize(1);
        assertThat(origin.sawAnything()).isFalse();
    }

    @Test
    void aMalformedRequestPipelinedBehindAValidOneIsAnsweredInOrder() throws Exception {
        RawClient client = client().send(get(origin, "/good") + "GET / HTTP/1.1\r\nno field\r\n\r\n");

        assertThat(client.response().text()).isEqualTo("ok");
        assertThat(client.response().status()).isEqualTo(400);
        assertThat(proxy.ended(2)).hasSize(2);
        assertThat(origin.received()).doesNotContain("no field");
    }

    @Test
    void aMalformedChunkAfterTheRequestWasForwardedClosesBothConnections() throws Exception {
        ScriptedOrigin reading = origin(connection -> {
            connection.readHead();
            connection.awaitEnd();
        });
        RawClient client = client().send(Requests.post(
                "http://" + reading.authority() + "/", "3\r\nabc\r\n", "Transfer-Encoding: chunked"));
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
    void aRefusedRequestIsRecordedUpToTheFault() throws Exception {
        client().send(Requests.get("http://" + origin.authority() + "/path", "Host: y", "A: b"))
                .response();

        HttpFlow flow = proxy.http();
        assertThat(flow.request().method()).isEqualTo("GET");
        assertThat(flow.request().path()).contains("/path");
        assertThat(flow.request().headers().get("A")).isEqualTo("b");
        assertThat(flow.error().message()).contains("2 Host fields");
    }

    @Test
    void bytesThatAreNotARequestAreNotRecordedAsARequest() throws Exception {
        client().send("nonsense\r\n\r\n").response();

        assertThat(proxy.http().request().method()).isEqualTo("?");
        assertThat(proxy.http().request().path()).doesNotContain("bad-request");
    }
}
