package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.FramesProxyTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * HTTP/2 requests that could be read differently after translation to HTTP/1: reset with PROTOCOL_ERROR, recorded, and
 * never forwarded. The connection and its other streams continue.
 */
class Http2MalformedTest extends FramesProxyTest {
    private static final String ORIGIN = "ORIGIN";

    /** A request that would be well-formed without the added fields. */
    private static Arguments with(String what, String... more) {
        return Arguments.of(what, List.of(FrameClient.fields("GET", "http://" + ORIGIN + "/", more)));
    }

    /** A request of these fields alone, in the notation of {@link FrameClient#list}. */
    private static Arguments only(String what, String fields) {
        return Arguments.of(what, List.of(FrameClient.list(fields)));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                with("a line end in a value", "x", "a\r\nHost: evil"),
                with("a bare LF in a value", "x", "a\nb: c"),
                with("a bare CR in a value", "x", "a\rb"),
                with("a NUL in a value", "x", "a\0b"),
                with("white space before a value", "x", " a"),
                with("white space after a value", "x", "a\t"),
                with("a line end in a name", "x: a\r\ny", "b"),
                with("a colon in a name", "transfer-encoding: chunked\r\nx", "b"),
                with("a space in a name", "transfer-encoding ", "chunked"),
                with("an empty name", "", "b"),
                with("upper case in a name", "X-Up", "b"),
                with("a byte above ASCII in a name", "\u00e4", "b"),
                with("transfer-encoding", "transfer-encoding", "chunked"),
                with("connection", "connection", "close"),
                with("keep-alive", "keep-alive", "5"),
                with("proxy-connection", "proxy-connection", "keep-alive"),
                with("upgrade", "upgrade", "h2c"),
                with("te with more than trailers", "te", "trailers, deflate"),
                with("a second method", ":method", "POST"),
                with("a second path", ":path", "/other"),
                with("a second authority", ":authority", "other"),
                with("a second scheme", ":scheme", "http"),
                with("a status", ":status", "200"),
                with("a protocol and no CONNECT", ":protocol", "websocket"),
                only(
                        "a WebSocket without a path",
                        ":method=CONNECT | :protocol=websocket | :scheme=http | :authority=ORIGIN"),
                only(
                        "a WebSocket without a scheme",
                        ":method=CONNECT | :protocol=websocket | :path=/ | :authority=ORIGIN"),
                only(
                        "a WebSocket that ends at once",
                        ":method=CONNECT | :protocol=websocket | :scheme=http | :path=/ | :authority=ORIGIN"),
                only(
                        "a WebSocket with a length",
                        ":method=CONNECT | :protocol=websocket | :scheme=http | :path=/ | :authority=ORIGIN | content-length=0"),
                with("an unknown pseudo-header field", ":x", "y"),
                with("a host that differs", "host", "other"),
                with("two hosts", "host", ORIGIN, "host", ORIGIN),
                with("a length that is none", "content-length", "+1"),
                with("two lengths", "content-length", "0", "content-length", "1"),
                with("a length and no body", "content-length", "5"),
                only(
                        "a pseudo-header field after a regular one",
                        ":method=GET | :scheme=http | :authority=ORIGIN | x=y | :path=/"),
                only("no method", ":scheme=http | :authority=ORIGIN | :path=/"),
                only("no path", ":method=GET | :scheme=http | :authority=ORIGIN"),
                only("no scheme", ":method=GET | :authority=ORIGIN | :path=/"),
                only("no authority", ":method=GET | :scheme=http | :path=/"),
                only("an empty path", ":method=GET | :scheme=http | :authority=ORIGIN | :path="),
                only("a path that is a URL", ":method=GET | :scheme=http | :authority=ORIGIN | :path=x"),
                only("a star for a GET", ":method=GET | :scheme=http | :authority=ORIGIN | :path=*"),
                only(
                        "a request line in the path",
                        ":method=GET | :scheme=http | :authority=ORIGIN | :path=/ HTTP/1.1\r\nHost: evil\r\n\r\nGET /"),
                only(
                        "a request line in the method",
                        ":method=GET / HTTP/1.1\r\nx:  | :scheme=http | :authority=ORIGIN | :path=/"),
                only(
                        "user information in the authority",
                        ":method=GET | :scheme=http | :authority=user@ORIGIN | :path=/"),
                only("a CONNECT with a path", ":method=CONNECT | :scheme=http | :authority=ORIGIN | :path=/"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void aMalformedRequestIsResetRecordedAndNeverForwarded(String what, List<String> fields) throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        String[] sent = fields.stream()
                .map(text -> text.replace(ORIGIN, origin.authority()))
                .toArray(String[]::new);
        FrameClient client = FrameClient.over(client());

        FrameClient.Answer answer = client.headers(1, true, sent).answer(1);

        assertThat(answer.head()).isEmpty();
        assertThat(answer.reset()).isEqualTo(PROTOCOL_ERROR);
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().step()).isEqualTo(FlowError.Step.REQUEST);
        assertThat(flow.error().message()).startsWith("the request is malformed: ");
        assertThat(flow.request().headers().size()).isEqualTo(sent.length / 2);
        assertThat(flow.server()).isNull();
        assertThat(origin.sawAnything()).isFalse();
        assertThat(client.get(3, origin.authority(), "/").answer(3).body()).isEqualTo("ok");
    }

    @Test
    void aBodyLongerThanItsContentLengthIsCutOff() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.awaitEnd();
        });
        FrameClient client = FrameClient.over(client());
        client.request(1, false, "POST", "http://" + origin.authority() + "/", "content-length", "3");
        client.data(1, false, latin1("abcGET /smuggled"));

        assertThat(client.answer(1).reset()).isEqualTo(PROTOCOL_ERROR);
        assertThat(proxy.http().error().message()).contains("longer than its Content-Length");
        assertThat(origin.connections())
                .noneMatch(connection -> connection.received().contains("smuggled"));
    }

    @Test
    void aBodyShorterThanItsContentLengthIsCutOff() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.awaitEnd();
        });
        FrameClient client = FrameClient.over(client());
        client.request(1, false, "POST", "http://" + origin.authority() + "/", "content-length", "30");
        client.data(1, true, latin1("abc"));

        assertThat(client.answer(1).reset()).isEqualTo(PROTOCOL_ERROR);
        assertThat(proxy.http().error().message()).contains("has 3 bytes and its Content-Length is 30");
    }

    @Test
    void aHeadFieldInTrailersResetsTheStream() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.awaitEnd();
        });
        FrameClient client = FrameClient.over(client());

        client.post(1, origin.authority(), "/").headers(1, true, ":path", "/other");

        assertThat(client.answer(1).reset()).isEqualTo(PROTOCOL_ERROR);
        assertThat(proxy.http().error().message()).contains(":path is not allowed in this section");
    }

    @Test
    void anUnsupportedSchemeIsRefusedWithAnErrorPage() throws Exception {
        FrameClient.Answer answer =
                FrameClient.over(client()).request(1, true, "GET", "ftp://x/").answer(1);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("only http and https are supported");
        assertThat(proxy.http().error().message()).contains("the scheme is ftp");
    }

    @Test
    void credentialsForTheProxyAreNeitherRecordedNorForwarded() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        FrameClient client = FrameClient.over(client());
        client.request(1, true, "GET", "http://" + origin.authority() + "/", "proxy-authorization", "Basic c2VjcmV0")
                .answer(1);

        assertThat(proxy.http().request().headers().get("proxy-authorization")).isEqualTo("(withheld)");
        assertThat(origin.received()).doesNotContain("c2VjcmV0").doesNotContain("roxy");
    }
}
