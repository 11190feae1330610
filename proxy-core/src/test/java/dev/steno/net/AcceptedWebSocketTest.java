package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocketSource;
import dev.steno.testing.Bytes;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.WebSocketFrames;
import dev.steno.testing.proxy.ProxyTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A handler accepts a WebSocket in the place of a server. */
class AcceptedWebSocketTest extends ProxyTest {
    private volatile int replacedBy;
    private volatile boolean fails;
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    protected Addon[] addons() {
        return new Addon[] {
            registrar -> {
                registrar.on(
                        Hook.REQUEST_HEAD,
                        Phase.DECIDE,
                        (flow, context) -> new Verdict.Answer<>(switching(), "echo", client -> new Echo()));
                registrar.on(
                        Hook.RESPONSE_HEAD, Phase.DECIDE, (flow, context) -> replacedBy == 0 ? Verdict.pass() : page());
            }
        };
    }

    private Verdict<HttpFlow> page() {
        return new Verdict.Answer<>(HttpResponse.made(replacedBy, Headers.EMPTY, Bytes.latin1("no")));
    }

    private static HttpResponse switching() {
        long now = Times.now();
        return new HttpResponse("HTTP/1.1", 101, "", Headers.of("X-Kind", "echo"), null, Body.NONE, now, now);
    }

    /** Sends back what it receives; one message at a time. */
    private final class Echo implements WebSocketSource.Messages {
        private CompletableFuture<WebSocketSource.@Nullable Step> next = new CompletableFuture<>();

        @Override
        public CompletionStage<WebSocketSource.@Nullable Step> next() {
            next = fails
                    ? CompletableFuture.failedFuture(new IllegalStateException("no echo"))
                    : new CompletableFuture<>();
            return next;
        }

        @Override
        public CompletionStage<?> received(Message.Kind kind, byte[] data, boolean whole) {
            next.complete(new WebSocketSource.Send(kind, data, true, 0));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private static String request(String host, String... fields) {
        return "GET http://" + host + "/ HTTP/1.1\r\nHost: " + host + "\r\n" + String.join("", fields) + "\r\n";
    }

    private static String upgrade() {
        return request(
                "echo.invalid",
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    }

    @Test
    void messagesAndPingsAreAnsweredAndTheCloseIsReturned() throws Exception {
        RawClient client = client().send(upgrade());

        assertThat(client.wire().readHead())
                .startsWith("HTTP/1.1 101")
                .contains("X-Kind: echo")
                .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); // RFC 6455, 1.3
        client.send(WebSocketFrames.masked("hi"));
        assertThat(client.wire().readExactly(4)).isEqualTo(WebSocketFrames.text("hi"));
        client.send(WebSocketFrames.ping(true));
        assertThat(client.wire().readExactly(2)).isEqualTo(new byte[] {(byte) 0x8a, 0});
        client.send(WebSocketFrames.close(4000, "bye", true));
        assertThat(client.wire().readExactly(4)).isEqualTo(WebSocketFrames.close(4000, "", false));
        assertThat(client.isClosedByProxy()).isTrue();

        HttpFlow flow = (HttpFlow) proxy.ended(1).get(0);
        assertThat(flow.error()).isNull();
        assertThat(flow.server()).isNull();
        assertThat(flow.notes().metadata()).containsEntry(Notes.ANSWERED_BY, "echo");
        assertThat(flow.webSocket().messages()).isEqualTo(2);
        assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRequestThatAsksForNoWebSocketGets502() throws Exception {
        HttpAnswer answer = client().send(request("echo.invalid")).response();

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains("echo accepted a WebSocket that the client does not wait for");
    }

    @Test
    void aLaterHandlerMayRefuseTheWebSocketAndTheConnectionGoesOn() throws Exception {
        replacedBy = 403;
        RawClient client = client().send(upgrade());
        assertThat(client.response().status()).isEqualTo(403);
        replacedBy = 0;

        client.send(upgrade());

        assertThat(client.wire().readHead()).startsWith("HTTP/1.1 101");
        assertThat(((HttpFlow) proxy.ended(1).get(0)).webSocket()).isNull();
    }

    @Test
    void aSourceThatFailsEndsTheConnectionAndIsNamedInTheFlow() throws Exception {
        fails = true;
        RawClient client = client().send(upgrade());
        client.wire().readHead();

        assertThat(client.isClosedByProxy()).isTrue();
        HttpFlow flow = (HttpFlow) proxy.ended(1).get(0);
        assertThat(flow.notes().metadata().get(Notes.ODD)).contains("no echo");
        assertThat(flow.webSocket().close().code()).isEqualTo(1006);
    }
}
