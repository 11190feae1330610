package dev.steno.net;

import static dev.steno.testing.http1.WebSocketFrames.masked;
import static dev.steno.testing.http1.WebSocketFrames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.net.http2.Http2Codec;
import dev.steno.testing.Bytes;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** WebSockets on HTTP/2 streams with hooks on their messages or responses, and with back-pressure. */
class Http2WebSocketHandlersTest extends Http2WebSocketProxyTest {
    @Test
    void handlersChangeDropAndAddMessages() throws Exception {
        restartWith(
                this::settings,
                registrar -> registrar.on(
                        Hook.MESSAGE, Phase.MODIFY, (shown, context) -> new Verdict.Replace<>(edited(shown))));
        ScriptedOrigin origin = server(ANNOUNCED, server -> {
            int stream = server.request().stream();
            server.headers(stream, false, ":status", "200");
            for (String said : List.of("change", "drop", "add")) {
                server.data(stream, false, text(said));
            }
            server.drain();
        });
        FrameClient client = opening(origin);

        byte[] expected = Bytes.concat(text("changed"), text("add"), text("more"));
        assertThat(bytes(client, expected.length)).isEqualTo(expected);
        assertThat(proxy.messages())
                .extracting(Message::edit)
                .containsExactly(Message.Edit.CHANGED, Message.Edit.DROPPED, Message.Edit.NONE, Message.Edit.INJECTED);
    }

    @Test
    void dataReceivedWhileAHookDecidesAboutTheResponseFollowsIt() throws Exception {
        CompletableFuture<Verdict<HttpFlow>> decision = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        restartWith(
                this::settings,
                registrar -> registrar.onAsync(Hook.RESPONSE_HEAD, Phase.HOLD, (flow, context) -> {
                    asked.complete(null);
                    return decision;
                }));
        ScriptedOrigin origin = server(ANNOUNCED, server -> {
            int stream = server.request().stream();
            server.wire()
                    .send(Bytes.concat(
                            FrameClient.frame(
                                    FrameClient.HEADERS,
                                    FrameClient.END_HEADERS,
                                    stream,
                                    FrameClient.block(":status", "200")),
                            FrameClient.frame(FrameClient.DATA, 0, stream, text("one")),
                            FrameClient.frame(FrameClient.DATA, 0, stream, text("two"))));
            server.drain();
        });
        FrameClient client = opening(origin);
        client.data(1, false, masked("too early"));
        asked.get(180, TimeUnit.SECONDS);

        decision.complete(Verdict.pass());

        assertThat(bytes(client, 10)).isEqualTo(Bytes.concat(text("one"), text("two")));
        Awaitility.await().until(() -> proxy.messages().size() == 3);
        assertThat(proxy.messages())
                .extracting(message -> latin1Text(message.data()))
                .containsExactlyInAnyOrder("too early", "one", "two");
    }

    @Test
    void aServerThatDisconnectsWhileAHookDecidesAboutItsAcceptanceLeavesAFailedFlow() throws Exception {
        CompletableFuture<Verdict<HttpFlow>> decision = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        restartWith(
                this::settings,
                registrar -> registrar.onAsync(Hook.RESPONSE_HEAD, Phase.HOLD, (flow, context) -> {
                    if (!flow.request().path().equals("/chat")) {
                        return CompletableFuture.completedFuture(Verdict.pass());
                    }
                    asked.complete(null);
                    return decision;
                }));
        ScriptedOrigin origin = server(ANNOUNCED, server -> {
            int stream = server.request().stream();
            server.headers(stream, false, ":status", "200")
                    .reset(stream, CANCEL)
                    .ok(server.request().stream())
                    .drain();
        });
        FrameClient client = opening(origin);
        asked.get(180, TimeUnit.SECONDS);
        send(client, 3, "GET", origin).answer(3); // the reset has been read by now

        decision.complete(Verdict.pass());

        assertThat(client.await(FrameClient.RST_STREAM, 1).code()).isPositive();
        assertThat(proxy.ended(2))
                .extracting(Flow::state)
                .containsExactlyInAnyOrder(FlowState.FAILED, FlowState.COMPLETE);
    }

    @Test
    void aClientThatReadsNothingPausesTheServer() throws Exception {
        AtomicLong sent = new AtomicLong();
        ScriptedOrigin origin = server(ANNOUNCED, server -> {
            int stream = server.request().stream();
            server.headers(stream, false, ":status", "200");
            server.data(stream, false, new byte[] {(byte) 0x82, 127, 0, 0, 0, 0, 0x40, 0, 0, 0}); // a frame of 1 GiB
            long window = 65_535 - 10;
            while (true) {
                while (window < PIECE) {
                    FrameClient.Frame frame = server.next();
                    if (frame == null) {
                        return;
                    }
                    window += frame.type() == FrameClient.WINDOW_UPDATE && frame.stream() == stream ? frame.code() : 0;
                }
                window -= PIECE;
                server.data(stream, false, new byte[PIECE]);
                sent.addAndGet(PIECE);
            }
        });
        FrameClient client = opening(origin);
        client.await(FrameClient.DATA, 1);

        Awaitility.await().during(Duration.ofMillis(300)).until(sent::get, bytes -> {
            assertThat(bytes).isLessThan(2L * Http2Codec.SERVER_WINDOW);
            return bytes >= PIECE;
        });
        assertThat(proxy.messages()).allMatch(message -> message.data().length <= Message.LIMIT);
    }

    private static Hook.StreamMessage edited(Hook.StreamMessage shown) {
        return switch (latin1Text(shown.message().data())) {
            case "change" -> shown.saying(latin1("changed"));
            case "drop" -> shown.dropped();
            case "add" -> shown.adding(Direction.SERVER_TO_CLIENT, Message.Kind.TEXT, latin1("more"));
            default -> shown;
        };
    }
}
