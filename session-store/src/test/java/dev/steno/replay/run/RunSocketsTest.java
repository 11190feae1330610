package dev.steno.replay.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Direction;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.flow.WebSocket;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.WebSocketFrames;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** WebSockets that are opened again, with the client's messages of the record. */
class RunSocketsTest extends SocketRecord {
    @Test
    void theClientWaitsForWhatTheServerHadSentBeforeEachMessageAndClosesAsRecorded() throws Exception {
        ScriptedOrigin origin = origin(script());
        recordShop(origin);

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.failures()).isEmpty();
        assertThat(figures.answered()).isOne();
        assertThat(figures.streams()).isOne();
        assertThat(figures.statuses()).containsEntry(101, 1L);
        HttpFlow flow = only();
        assertThat(messages(flow)).containsExactly("<welcome", ">one", "<1", "<1b", ">two", "<2");
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.error()).isNull();
        assertThat(flow.webSocket().close()).isEqualTo(new WebSocket.Close(Direction.CLIENT_TO_SERVER, 4001, "bye"));
        assertThat(flow.notes().replay()).isEqualTo(Notes.Replay.REQUEST);
        assertThat(flow.notes().replayOf()).hasValue(1);
        assertThat(flow.notes().metadata()).doesNotContainKey(Notes.ODD);
        assertThat(origin.failures()).isEmpty();
        assertThat(answered).containsExactly(flow.id());
    }

    @Test
    void aReplayedWebSocketCanBeReplayed() throws Exception {
        ScriptedOrigin origin = origin(script());
        recordShop(origin);
        run(settings(SERIAL));

        RunFigures figures = run(settings(SERIAL), "replayof = 1");

        assertThat(figures.answered()).isOne();
        assertThat(replayed()).hasSize(2);
        assertThat(messages(replayed().get(1))).isEqualTo(messages(replayed().get(0)));
    }

    @Test
    void binaryEmptyAndLongMessagesAreSentAsRecorded() throws Exception {
        ScriptedOrigin origin = origin(script());
        byte[] large = new byte[700_000];
        record(
                origin,
                client -> {
                    assertThat(client.receive()).isEqualTo("bytes 3");
                    assertThat(client.receive()).isEmpty();
                    client.send("");
                    assertThat(client.receive()).isEqualTo("bytes 700000");
                    assertThat(client.receive()).isEqualTo("bytes 0");
                    client.ping();
                    assertThat(client.receive()).isEqualTo("pong");
                    client.close(1000, "");
                    assertThat(client.receive()).startsWith("close 1000");
                },
                server -> {
                    server.sendBytes(new byte[] {0, 1, (byte) 0xff}).send("");
                    assertThat(server.receive()).isEmpty();
                    server.sendBytes(large).sendBytes(new byte[0]);
                    assertThat(server.receive()).isEqualTo("ping");
                    server.pong();
                    assertThat(server.receive()).isEqualTo("close 1000 ");
                    server.close(1000, "");
                },
                false);

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.failures()).isEmpty();
        assertThat(origin.failures()).isEmpty();
        HttpFlow flow = only();
        assertThat(messages(flow))
                .containsExactly(
                        ">bytes 3", ">", "<", ">bytes 262144 …", ">bytes 262144 …", ">bytes 175712", ">bytes 0");
        assertThat(flow.webSocket().client().messages()).isEqualTo(4);
        assertThat(flow.webSocket().close()).isEqualTo(new WebSocket.Close(Direction.SERVER_TO_CLIENT, 1000, ""));
        assertThat(flow.webSocket().problem()).isNull();
    }

    @Test
    void whatTheServerCompressesIsCountedAndTheClientSendsUncompressed() throws Exception {
        ScriptedOrigin origin = origin(script());
        record(
                origin,
                client -> {
                    client.send("hello hello hello");
                    assertThat(client.receive()).isEqualTo("you you you you");
                    client.send("bye bye bye bye");
                    assertThat(client.receive()).startsWith("close 1000");
                    client.close(1000, "");
                },
                server -> {
                    assertThat(server.receive()).isEqualTo("hello hello hello");
                    server.send("you you you you");
                    assertThat(server.receive()).isEqualTo("bye bye bye bye");
                    server.close(1000, "");
                    server.receive();
                },
                true);

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.failures()).isEmpty();
        assertThat(origin.failures()).isEmpty();
        HttpFlow flow = only();
        assertThat(flow.response().headers().get("Sec-WebSocket-Extensions")).isEqualTo("permessage-deflate");
        assertThat(messages(flow)).containsExactly("<hello hello hello", ">you you you you", "<bye bye bye bye");
        assertThat(flow.webSocket().problem()).isNull();
    }

    @Test
    void tenThousandMessagesGoBackAndForthOfWhichAFewAreReadAhead() throws Exception {
        ScriptedOrigin origin = origin(script());
        int count = 10_000;
        Chat echo = client -> {
            for (String text = client.receive(); !text.startsWith("close"); text = client.receive()) {
                client.send(text);
            }
            client.close(1000, "");
        };
        record(
                origin,
                echo,
                server -> {
                    for (int i = 0; i < count; i++) {
                        server.send("message " + i);
                        if (i % 100 == 99) {
                            for (int j = 0; j < 100; j++) {
                                server.receive();
                            }
                        }
                    }
                    server.close(1000, "");
                    server.receive();
                },
                false);

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.failures()).isEmpty();
        HttpFlow flow = only();
        assertThat(flow.webSocket().client().messages()).isEqualTo(count);
        assertThat(flow.webSocket().server().messages()).isEqualTo(count);
        assertThat(messages(flow))
                .filteredOn(each -> each.startsWith(">"))
                .hasSize(count)
                .endsWith(">message 9999");
    }

    @Test
    void byRecordedTimesTheClientDoesNotWaitForTheServer() throws Exception {
        ScriptedOrigin origin = origin(script());
        recordShop(origin);
        serving.set(client -> {
            assertThat(client.receive()).isEqualTo("one");
            assertThat(client.receive()).isEqualTo("two");
            client.send("late").send("late").send("late").send("late");
            assertThat(client.receive()).isEqualTo("close 4001 bye");
            client.close(4001, "");
        });

        RunFigures figures = run(settings(new RunTiming.Recorded(2, Long.MAX_VALUE)));

        assertThat(figures.failures()).isEmpty();
        assertThat(origin.failures()).isEmpty();
        assertThat(messages(only())).containsExactly(">one", ">two", "<late", "<late", "<late", "<late");
    }

    @Test
    void aWebSocketOverTlsIsOpenedOverTls() throws Exception {
        ScriptedOrigin origin = tlsOrigin(script());
        serving.set(SHOP);
        try (RawClient raw = tlsClient(origin)) {
            SocketPeer server = SocketPeer.open(raw, "/chat", "localhost:" + origin.port(), false);
            server.receive();
            server.send("one");
            server.receive();
            server.receive();
            server.send("two");
            server.receive();
            server.close(4001, "bye");
            server.receive();
        }
        proxy.ended(1);

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.failures()).isEmpty();
        assertThat(only().server().tls()).isNotNull();
        assertThat(messages(only())).containsExactly("<welcome", ">one", "<1", "<1b", ">two", "<2");
    }

    @Test
    void aWebSocketIsOpenedOverAStreamOfHttp2IfTheServerTakesThem() throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                wire -> {
                    SSLSocket tls = (SSLSocket) wire.socket();
                    tls.startHandshake();
                    if (!tls.getApplicationProtocol().equals("h2")) {
                        script().run(wire);
                    } else {
                        FrameServer.script(FrameServer.setting(8, 1), server -> {
                                    FrameServer.Request request = server.request();
                                    assertThat(request.field(":protocol")).isEqualTo("websocket");
                                    server.headers(request.stream(), false, ":status", "200");
                                    server.data(request.stream(), false, WebSocketFrames.text("welcome"));
                                    assertThat(server.await(FrameClient.DATA).payload())
                                            .hasSize(8);
                                    server.data(request.stream(), true, WebSocketFrames.close(1000, "", false));
                                    server.drain();
                                })
                                .run(wire);
                    }
                },
                "h2",
                "http/1.1");
        serving.set(client -> {
            client.send("welcome");
            client.receive();
            client.close(1000, "");
        });
        try (RawClient raw = tlsClient(origin)) {
            SocketPeer server = SocketPeer.open(raw, "/chat", "localhost:" + origin.port(), false);
            server.receive();
            server.close(1000, "");
            server.receive();
        }
        proxy.ended(1);
        version = "HTTP/2.0";

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.failures()).isEmpty();
        HttpFlow flow = only();
        assertThat(flow.response().version()).isEqualTo("HTTP/2.0");
        assertThat(flow.response().status()).isEqualTo(200);
        assertThat(messages(flow)).containsExactly("<welcome");
        assertThat(flow.webSocket().close()).isEqualTo(new WebSocket.Close(Direction.CLIENT_TO_SERVER, 1000, ""));
    }

    @Test
    void theQueueOfARunningProxySendsWebSocketsToo() throws Exception {
        ScriptedOrigin origin = origin(script());
        recordShop(origin);
        session.awaitDurable();

        assertThat(queueOf(1)).isOne();

        HttpFlow flow = (HttpFlow) proxy.ended(2).get(1);
        assertThat(messages(flow)).containsExactly("<welcome", ">one", "<1", "<1b", ">two", "<2");
        assertThat(flow.notes().replayOf()).hasValue(1);
    }
}
