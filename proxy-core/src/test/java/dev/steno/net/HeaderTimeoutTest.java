package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError.Step;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.Bytes;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.ModeTest;
import dev.steno.testing.proxy.ProxyTest;
import dev.steno.testing.tls.Hellos;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that are slow to send what the proxy needs before it can act: a request head, a ClientHello, a preface, a
 * SOCKS5 request.
 */
class HeaderTimeoutTest extends ProxyTest {
    private static final long LIMIT = 300;
    private static final int ENHANCE_YOUR_CALM = 11;

    @Override
    protected ProxySettings settings(ProxySettings defaults) {
        return defaults.withHeaderTimeout(Duration.ofMillis(LIMIT));
    }

    private static void trickle(RawClient client, String bytes) {
        for (byte b : latin1(bytes)) {
            try {
                client.send(new byte[] {b});
            } catch (IOException closed) {
                return;
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    void aHeadThatTricklesInIsAnswered408AndTheConnectionClosed() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client();
        long begun = System.nanoTime();
        CompletableFuture<Void> trickling =
                CompletableFuture.runAsync(() -> trickle(client, get(origin, "/" + "a".repeat(2000))));

        HttpAnswer answer = client.response();
        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.text()).contains("408 Request Timeout").contains("within " + LIMIT + " ms");
        assertThat(System.nanoTime() - begun).isGreaterThan(LIMIT * 1_000_000);
        assertThat(client.isClosedByProxy()).isTrue();
        trickling.join();
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().step()).isEqualTo(Step.REQUEST);
        assertThat(origin.sawAnything()).isFalse();
    }

    @Test
    void anUnfinishedHeadIsNotSubjectToTheIdleTimeout() throws Exception {
        inTime(Duration.ofMillis(LIMIT), limit -> {
            restartWith(defaults -> withIdle(defaults, limit.dividedBy(4)).withHeaderTimeout(limit));
            RawClient silent = client();
            RawClient begun = client().send("GET http://127.0.0.1/ HTTP/1.1\r\nHo");

            assertThat(silent.isClosedByProxy()).isTrue();
            assertThat(begun.response().status()).isEqualTo(408);
        });
    }

    @Test
    void aHeadThatStopsWithinItsFieldsIsAnswered408() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client().send("GET http://" + origin.authority() + "/ HTTP/1.1\r\nHost: x\r\n");

        assertThat(client.response().status()).isEqualTo(408);
        assertThat(origin.sawAnything()).isFalse();
    }

    @Test
    void theHeaderTimeoutStartsAtTheHeadsFirstByteNotAtTheLastExchange() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient idle = client().send(get(origin, "/1"));
        idle.response();
        RawClient body = client().send(Requests.post("http://" + origin.authority() + "/2", "a", "Content-Length: 3"));
        assertThat(client().send("G").response().status()).isEqualTo(408); // the timeout has passed:

        assertThat(idle.send(get(origin, "/3")).response().text()).isEqualTo("ok");
        assertThat(body.send("bc").response().text()).isEqualTo("ok");
        assertThat(idle.send("GET ").response().status()).isEqualTo(408);
    }

    @Test
    void theTimeoutOfAPipelinedHeadStartsAfterThePreviousExchange() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client().send(get(origin, "/1") + "GET ");

        assertThat(client.response().text()).isEqualTo("ok");
        assertThat(client.response().status()).isEqualTo(408);
    }

    @Test
    void anUnfinishedClientHelloEndsTheTunnelAndIsRecorded() throws Exception {
        ScriptedOrigin origin = origin(Wiretap::awaitEnd);
        RawClient client = client().connect(origin.authority()).send("\u0016\u0003\u0001\u0002\u0000\u0001\u0000");

        assertThat(client.isClosedByProxy()).isTrue();
        TcpFlow flow = proxy.tcp();
        assertThat(flow.error().step()).isEqualTo(Step.CLIENT_TLS);
        assertThat(flow.error().message()).contains("no complete ClientHello within " + LIMIT + " ms");
    }

    /** The GOAWAY that an HTTP/2 client with an open stream gets before its connection is closed. */
    private static int goAway(FrameClient client) throws IOException {
        int code = client.await(FrameClient.GOAWAY, 0).code();
        assertThat(client.raw().isClosedByProxy()).isTrue();
        return code;
    }

    @Test
    void anUnfinishedFieldBlockClosesTheHttp2ConnectionAndIsRecorded() throws Exception {
        FrameClient client = FrameClient.over(client());
        client.send(FrameClient.HEADERS, FrameClient.END_STREAM, 1, FrameClient.block(":method", "GET"));

        assertThat(goAway(client)).isEqualTo(ENHANCE_YOUR_CALM);
        TcpFlow flow = proxy.tcp();
        assertThat(flow.error().step()).isEqualTo(Step.REQUEST);
        assertThat(flow.error().message()).contains("was not complete within " + LIMIT + " ms");
    }

    @Test
    void slowContinuationsDoNotExtendTheTimeout() throws Exception {
        FrameClient client = FrameClient.over(client());
        client.send(FrameClient.HEADERS, 0, 1, FrameClient.block(":method", "GET"));
        CompletableFuture<Void> trickling = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 14; i++) {
                trickle(
                        client.raw(),
                        new String(
                                FrameClient.frame(FrameClient.CONTINUATION, 0, 1, FrameClient.block("x-" + i, "y")),
                                java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        });

        assertThat(goAway(client)).isEqualTo(ENHANCE_YOUR_CALM);
        trickling.join();
    }

    @Test
    void anUnfinishedHeadersFrameTimesOutAndEndsOtherStreamsToo() throws Exception {
        ScriptedOrigin origin = origin(Wiretap::awaitEnd);
        FrameClient client = FrameClient.over(client()).get(1, origin.authority(), "/");
        byte[] frame = FrameClient.frame(
                FrameClient.HEADERS, FrameClient.END_HEADERS, 3, FrameClient.block(":method", "GET", ":path", "/"));
        client.raw().send(java.util.Arrays.copyOf(frame, frame.length - 1));

        assertThat(goAway(client)).isEqualTo(ENHANCE_YOUR_CALM);
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().message()).contains("the head of a request was not complete");
    }

    /** The frame is split at any byte: a timer that loses track of frame boundaries would close the connection. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 9, 10, 60, 200, Integer.MAX_VALUE})
    void anHttp2ClientMayBeSlowBetweenHeadsAndWithinBodies(int cut) throws Exception {
        inTime(Duration.ofMillis(LIMIT), limit -> {
            restartWith(defaults -> defaults.withHeaderTimeout(limit));
            ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
            byte[] head = FrameClient.block(
                    FrameClient.fields("POST", "http://" + origin.authority() + "/", "x", "y".repeat(50)));
            byte[] body = FrameClient.frame(FrameClient.DATA, FrameClient.END_STREAM, 1, latin1("bcd"));
            byte[] first = Bytes.concat(
                    FrameClient.frame(FrameClient.HEADERS, 0, 1, java.util.Arrays.copyOf(head, 20)),
                    FrameClient.frame(
                            FrameClient.CONTINUATION,
                            FrameClient.END_HEADERS,
                            1,
                            java.util.Arrays.copyOfRange(head, 20, head.length)),
                    FrameClient.frame(FrameClient.DATA, 0, 1, latin1("a")),
                    java.util.Arrays.copyOf(body, 11));
            int at = Math.min(cut, first.length);
            FrameClient client = FrameClient.over(client());
            client.raw().send(java.util.Arrays.copyOf(first, at));
            client.await(FrameClient.SETTINGS, 0); // the proxy reads
            client.raw().send(java.util.Arrays.copyOfRange(first, at, first.length));
            assertThat(client().send("G").response().status()).isEqualTo(408); // the timeout has passed:

            client.raw().send(java.util.Arrays.copyOfRange(body, 11, body.length));
            assertThat(client.answer(1).body()).isEqualTo("ok");
            assertThat(client.get(3, origin.authority(), "/").answer(3).body()).isEqualTo("ok");
        });
    }

    @Test
    void aFewBytesInATunnelAreForwardedAfterTheTimeout() throws Exception {
        ScriptedOrigin origin = origin(connection -> connection.send("heard " + connection.readText(2)));
        RawClient client = client().connect(origin.authority()).send("GE");

        assertThat(client.wire().readToEnd()).isEqualTo("heard GE");
    }

    @Test
    void anUnfinishedClientHelloToTheListenerTimesOutAndIsRecordedOnce() throws Exception {
        RawClient client = client().send("\u0016\u0003\u0001\u0002\u0000\u0001\u0000");

        assertThat(client.isClosedByProxy()).isTrue();
        TcpFlow flow = proxy.tcp();
        assertThat(flow.error().step()).isEqualTo(Step.CLIENT_TLS);
        assertThat(flow.error().message()).contains("no complete ClientHello within " + LIMIT + " ms");
        assertThat(proxy.flows()).hasSize(1);
    }

    @Test
    void aSlowClientHelloToTheListenerDoesNotExtendTheTimeout() throws Exception {
        RawClient client = client();
        byte[] hello = Hellos.records(Hellos.large(), 100);
        CompletableFuture<Void> trickling = CompletableFuture.runAsync(
                () -> trickle(client, new String(hello, java.nio.charset.StandardCharsets.ISO_8859_1)));

        assertThat(client.isClosedByProxy()).isTrue();
        trickling.join();
        assertThat(proxy.tcp().error().step()).isEqualTo(Step.CLIENT_TLS);
    }

    @Test
    void anUnfinishedHttp2PrefaceTimesOut() throws Exception {
        RawClient client = client().send("PRI * HTTP/2.0\r\n");

        assertThat(client.isClosedByProxy()).isTrue();
        assertThat(proxy.tcp().error().step()).isEqualTo(Step.REQUEST);
    }

    /** The greeting, the password, the request: each is left unfinished. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0005",
                "\u0005\u0002\u0000",
                "\u0005\u0001\u0000",
                "\u0005\u0001\u0000\u0005\u0001\u0000\u0003\u0009loc"
            })
    void oneTimeoutAppliesToAllOfASocksHandshake(String begun) throws Exception {
        restartWith(defaults -> ModeTest.in(settings(defaults), "socks5"));
        RawClient client = client();
        client.send(begun);

        client.wire().readToEnd();
        TcpFlow flow = proxy.tcp();
        assertThat(flow.error().message()).contains("SOCKS5 request within " + LIMIT + " ms");
    }

    @Test
    void aMissingSocksPasswordTimesOut() throws Exception {
        inTime(Duration.ofMillis(LIMIT), limit -> {
            restartWith(defaults -> ModeTest.in(defaults.withHeaderTimeout(limit), "socks5")
                    .withAuth(dev.steno.net.auth.ProxyAuth.only(new dev.steno.net.mode.Credentials("ann", "x"))));
            RawClient client = client().send("\u0005\u0001\u0002");

            assertThat(client.wire().readToEnd()).isEqualTo("\u0005\u0002");
            assertThat(proxy.tcp().error().message()).contains("SOCKS5 request within " + limit.toMillis() + " ms");
        });
    }

    @Test
    void aSocksClientThatWasInTimeMayBeSilentAfterwards() throws Exception {
        inTime(Duration.ofMillis(LIMIT), limit -> {
            ScriptedOrigin origin = origin(connection -> connection.send(connection.readExactly(3)));
            restartWith(defaults -> ModeTest.in(defaults.withHeaderTimeout(limit), "socks5"));
            RawClient client = client().send("\u0005\u0001\u0000");
            client.wire().readExactly(2);
            client.send(Bytes.concat(
                    new byte[] {5, 1, 0, 1, 127, 0, 0, 1, (byte) (origin.port() >> 8), (byte) origin.port()}));
            client.wire().readExactly(10);
            RawClient late = client().send("\u0005");
            late.wire().readToEnd(); // the timeout has passed:

            assertThat(client.send("abc").wire().readText(3)).isEqualTo("abc");
        });
    }
}
