package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.End;
import dev.steno.addon.EndType;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameClient.Answer;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.http3.Http3Caller;
import dev.steno.testing.process.Curl;
import dev.steno.testing.proxy.ModeTest;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a client sees each end that a handler may choose, in each version of HTTP. The path of a request is its end. */
class EndsTest extends ModeTest {
    private static final int TIMED_OUT = 28;
    private static final Duration SHORT_IDLE = Duration.ofSeconds(1);
    private static final String TEN = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789";

    private static final class Ending implements Addon {
        @Override
        public void register(Registrar registrar) {
            registrar.on(Hook.REQUEST_HEAD, Phase.MODIFY, (flow, context) -> decide(flow, false));
            registrar.on(Hook.RESPONSE_HEAD, Phase.MODIFY, (HttpFlow flow, HookContext context) -> decide(flow, true));
        }

        private static Verdict<HttpFlow> decide(HttpFlow flow, boolean response) {
            String path = flow.request().path().substring(1);
            boolean later = path.startsWith("truncate") || path.startsWith("late-");
            return path.isEmpty() || later != response
                    ? Verdict.pass()
                    : new Verdict.Drop<>("told to", new EndType().parse(path.replace("late-", "")));
        }
    }

    @Override
    protected Addon[] addons() {
        return new Addon[] {new Ending()};
    }

    private ScriptedOrigin ten() throws Exception {
        return origin(ScriptedOrigin.answering(TEN));
    }

    private void failed() {
        HttpFlow flow = proxy.http();
        assertThat(flow.error().step()).isEqualTo(FlowError.Step.ADDON);
        assertThat(flow.error().message()).isEqualTo("told to");
    }

    private void restartWithIdle(Duration idle, String... modes) throws Exception {
        restartWith(
                defaults -> {
                    ProxySettings impatient = withIdle(settings(defaults), idle);
                    return modes.length == 0 ? impatient : in(impatient, modes);
                },
                addons());
    }

    // ---- HTTP/1

    @ParameterizedTest
    @ValueSource(strings = {"close", "cancel", "refused-stream", "goaway", "late-close"})
    void http1Closes(String end) throws Exception {
        RawClient client = client().send(get(ten(), "/" + end));
        assertThat(client.wire().readToEnd()).isEmpty();
        failed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rst", "late-rst"})
    void http1Resets(String end) throws Exception {
        RawClient client = client().send(get(ten(), "/" + end));
        assertThatThrownBy(() -> client.wire().readToEnd()).isInstanceOf(SocketException.class);
        failed();
    }

    @Test
    void http1OverTlsResetsWithoutTheEndOfTls() throws Exception {
        RawClient client =
                tlsClient(tlsOrigin(ScriptedOrigin.answering(TEN))).send("GET /rst HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThatThrownBy(() -> client.wire().readToEnd()).isInstanceOf(SocketException.class);
        failed();
    }

    @Test
    void http1Truncates() throws Exception {
        RawClient client = client().send(get(ten(), "/truncate:3"));
        assertThat(client.wire().readToEnd()).endsWith("Content-Length: 10\r\n\r\n012");
        failed();
    }

    @Test
    void aResponseThatIsShorterIsNotEnded() throws Exception {
        ScriptedOrigin chunked = origin(
                ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"));
        RawClient client = client().send(get(chunked, "/truncate:300"));
        assertThat(client.wire().readToEnd()).endsWith("\r\n\r\n3\r\nabc\r\n");
        failed();
    }

    @Test
    void http1Garbage() throws Exception {
        RawClient client = client().send(get(ten(), "/garbage"));
        assertThat(client.wire().readToEnd()).startsWith("\0").contains("garbage");
        failed();
    }

    @ParameterizedTest
    @CsvSource({"page,502", "page:503,503", "late-page,502"})
    void http1Page(String end, int status) throws Exception {
        RawClient client = client().send(get(ten(), "/" + end));
        assertThat(client.response().status()).isEqualTo(status);
        assertThat(client.send(get(ten(), "/")).response().status()).isEqualTo(200);
        failed();
    }

    @Test
    void http1HangsForTheIdleTimeout() throws Exception {
        inTime(SHORT_IDLE, limit -> {
            restartWithIdle(limit);
            RawClient client = client();
            long began = System.nanoTime();
            client.send(get(ten(), "/hang"));
            assertThat(client.isClosedByProxy()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(limit);
            failed();
        });
    }

    @Test
    void aHangingConnectionClosesWithItsClient() throws Exception {
        RawClient client = client().send(get(ten(), "/hang"));
        failed();
        client.wire().shutOutput();
        assertThat(client.wire().readToEnd()).isEmpty();
    }

    // ---- HTTP/2

    private FrameClient http2() throws Exception {
        return FrameClient.over(client());
    }

    @ParameterizedTest
    @CsvSource({
        "close,2",
        "rst,2",
        "cancel,8",
        "refused-stream,7",
        "enhance-your-calm,11",
        "late-cancel,8",
        "truncate:3,2"
    })
    void http2ResetsTheStreamAndKeepsTheConnection(String end, int code) throws Exception {
        ScriptedOrigin origin = ten();
        FrameClient client = http2().get(1, origin.authority(), "/" + end);
        Answer answer = client.answer(1);
        assertThat(answer.reset()).isEqualTo(code);
        assertThat(answer.body()).isEqualTo(end.startsWith("truncate") ? "012" : "");
        failed();
        assertThat(client.get(3, origin.authority(), "/").answer(3).body()).isEqualTo("0123456789");
    }

    @Test
    void http2GoesAwayWithTheStream() throws Exception {
        FrameClient client = http2().get(1, ten().authority(), "/goaway");
        assertThat(client.await(FrameClient.GOAWAY, 0).code()).isZero();
        assertThat(client.await(FrameClient.RST_STREAM, 1).code()).isEqualTo(8);
        assertThat(client.next()).isNull();
        failed();
    }

    @ParameterizedTest
    @CsvSource({"garbage", "late-garbage"})
    void http2Garbage(String end) throws Exception {
        ScriptedOrigin origin = ten();
        FrameClient client = http2().get(1, origin.authority(), "/" + end);
        Answer answer = client.answer(1);
        assertThat(answer.head()).containsOnlyKeys("Garbage");
        assertThat(answer.reset()).isEqualTo(2);
        failed();
        assertThat(client.get(3, origin.authority(), "/").answer(3).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"page,502", "page:404,404"})
    void http2Page(String end, int status) throws Exception {
        FrameClient client = http2().get(1, ten().authority(), "/" + end);
        Answer answer = client.answer(1);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.reset()).isEqualTo(-1);
        failed();
    }

    @Test
    void http2HangsForTheIdleTimeout() throws Exception {
        inTime(SHORT_IDLE, limit -> {
            restartWithIdle(limit);
            FrameClient client = http2();
            long began = System.nanoTime();
            client.get(1, ten().authority(), "/hang");
            assertThat(client.answer(1).reset()).isEqualTo(8);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(limit);
            failed();
        });
    }

    // ---- HTTP/3

    private Http3Caller http3() throws Exception {
        return closing(new Http3Caller(proxy.port(), proxy.authority().certificate(), 1 << 20));
    }

    private void listenForHttp3() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(TEN));
        restartWith(defaults -> in(settings(defaults), "reverse:http3://localhost:" + origin.port()), addons());
    }

    @ParameterizedTest
    @CsvSource({"close,258", "rst,258", "cancel,268", "refused-stream,267", "late-cancel,268"})
    void http3ResetsTheStreamAndKeepsTheConnection(String end, long code) throws Exception {
        listenForHttp3();
        Http3Caller caller = http3();
        Http3Caller.Stream stream = caller.open().request("GET", "/" + end).end();
        await().until(() -> stream.resetCode() == code);
        failed();
        Http3Caller.Stream next = caller.open().request("GET", "/").end();
        await().until(next::hasEnded);
        assertThat(next.text()).isEqualTo("0123456789");
    }

    @Test
    void http3GoesAwayWithTheStream() throws Exception {
        listenForHttp3();
        Http3Caller caller = http3();
        Http3Caller.Stream stream = caller.open().request("GET", "/goaway").end();
        await().until(() -> stream.resetCode() == 268 && caller.goAway() >= 0);
        await().until(() -> !caller.isOpen());
        failed();
    }

    /** QUIC drops what is queued when a stream is reset, so the part before the cut may not arrive. */
    @Test
    void http3Truncates() throws Exception {
        listenForHttp3();
        Http3Caller.Stream stream = http3().open().request("GET", "/truncate:3").end();
        await().until(() -> stream.resetCode() == 258);
        assertThat("012").startsWith(stream.text());
        failed();
    }

    @Test
    void http3Garbage() throws Exception {
        listenForHttp3();
        Http3Caller.Stream stream = http3().open().request("GET", "/garbage").end();
        await().until(() -> stream.resetCode() >= 0);
        assertThat(stream.heads()).noneMatch(head -> head.contains(":status"));
        failed();
    }

    @Test
    void http3Page() throws Exception {
        listenForHttp3();
        Http3Caller.Stream stream = http3().open().request("GET", "/page:503").end();
        await().until(stream::hasEnded);
        assertThat(stream.heads().get(0)).contains(":status: 503");
        failed();
    }

    @Test
    void http3HangsForTheIdleTimeout() throws Exception {
        inTime(SHORT_IDLE, limit -> {
            ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(TEN));
            restartWithIdle(limit, "reverse:http3://localhost:" + origin.port());
            Http3Caller caller = http3();
            long began = System.nanoTime();
            Http3Caller.Stream stream = caller.open().request("GET", "/hang").end();
            await().until(() -> stream.resetCode() >= 0 || !caller.isOpen());
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(limit);
            failed();
        });
    }

    // ---- curl

    /** The exit codes of curl: 1 protocol not supported, 18 partial file, 28 timeout, 52 empty reply, 56 receive error. */
    @ParameterizedTest
    @CsvSource({
        "close,52",
        "rst,56",
        "cancel,52",
        "refused-stream,52",
        "goaway,52",
        "hang,28",
        "truncate:3,18",
        "garbage,1",
        "page,0",
        "page:503,0"
    })
    void curlInHttp1(String end, int exit) throws Exception {
        String url = "http://" + ten().authority() + "/" + end;
        Curl.Output output = curl(end, 300, "-x", proxyUrl(), url);
        assertThat(output.exit()).as(output.text()).isEqualTo(exit);
        failed();
    }

    /** The exit code 92 of curl: a stream was not closed cleanly. */
    @ParameterizedTest
    @CsvSource({
        "close,92,INTERNAL_ERROR",
        "rst,92,INTERNAL_ERROR",
        "cancel,92,CANCEL",
        "enhance-your-calm,92,ENHANCE_YOUR_CALM",
        "goaway,18,partial file",
        "hang,28,timed out",
        "truncate:3,92,INTERNAL_ERROR",
        "garbage,92,not closed cleanly",
        "page,0,told to",
        "page:503,0,told to"
    })
    void curlInHttp2(String end, int exit, String said) throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                FrameServer.script(server -> {
                    int stream = server.request().stream();
                    server.headers(stream, false, ":status", "200", "content-length", "10");
                    server.data(stream, true, latin1("0123456789"));
                    server.drain();
                }),
                "h2");
        String url = "https://localhost:" + origin.port() + "/" + end;
        Curl.Output output = curl(end, 2000, "--http2", "--cacert", ca(), "-x", proxyUrl(), url);
        assertThat(output.exit()).as(output.text()).isEqualTo(exit);
        assertThat(output.text()).contains(said);
        failed();
    }

    /** Where curl ends only by its own time limit, that limit is longer the next time if curl had not yet sent its request. */
    private Curl.Output curl(String end, long shortest, String... arguments) throws Exception {
        long limit = end.equals("hang") ? shortest : 60_000;
        Curl.Output output;
        do {
            List<String> all = new ArrayList<>(List.of("--max-time", Double.toString(limit / 1000.0)));
            all.addAll(List.of(arguments));
            output = Curl.curl(all.toArray(String[]::new));
            limit *= 4;
        } while (output.exit() == TIMED_OUT && proxy.flows().isEmpty() && limit < 120_000);
        return output;
    }

    private String proxyUrl() {
        return "http://127.0.0.1:" + proxy.port();
    }

    @Test
    void anEndHasATextAndBack() {
        EndType type = new EndType();
        for (End end : List.of(
                End.CLOSE,
                new End.Reset(),
                new End.Reset(true),
                new End.TruncateRequest(7),
                new End.CloseFrame(1011),
                new End.GoAway(),
                new End.Hang(),
                new End.Garbage(),
                End.PAGE,
                new End.Page(404),
                new End.Truncate(7),
                new End.Stream(End.Code.CANCEL),
                new End.Stream(End.Code.HTTP_1_1_REQUIRED))) {
            assertThat(type.parse(type.print(end))).isEqualTo(end);
        }
        assertThat(type.complete("ca")).containsExactly("cancel");
        for (String wrong : new String[] {
            "",
            "stop",
            "page:200",
            "page:x",
            "truncate:-1",
            "close:1",
            "truncate-request:-1",
            "close-frame:999",
            "close-frame:5000"
        }) {
            assertThatThrownBy(() -> type.parse(wrong)).hasMessageContaining("is not a way to end a flow");
        }
    }
}
