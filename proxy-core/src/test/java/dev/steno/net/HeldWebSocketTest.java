package dev.steno.net;

import static dev.steno.testing.http1.WebSocketFrames.masked;
import static dev.steno.testing.http1.WebSocketFrames.ping;
import static dev.steno.testing.http1.WebSocketFrames.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Hook;
import dev.steno.addon.WaitingMessage;
import dev.steno.filter.Flag;
import dev.steno.filter.Match;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.hold.Holding;
import dev.steno.testing.Bytes;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.WebSocketFrames;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** WebSockets on HTTP/1 and HTTP/2 whose messages are held by a filter, and messages that a person adds. */
class HeldWebSocketTest extends Http2WebSocketProxyTest {
    private static final String UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private final Holding holding =
            new Holding(() -> proxy.runtime().heldBytes().held());

    @BeforeEach
    void start() throws Exception {
        restartWith(this::settings, holding);
    }

    /** Opens a WebSocket over HTTP/1 to a server that does what the script says once it is open. */
    private RawClient opening(ScriptedOrigin.Script script) throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            agree(connection);
            script.run(connection);
        });
        RawClient client = client();
        client.send("GET http://" + origin.authority() + "/chat HTTP/1.1\r\nHost: x\r\n" + UPGRADE);
        client.wire().readHead();
        return client;
    }

    private static <T> T got(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get();
    }

    private List<WaitingMessage> waiting(int count) {
        long flow = flow();
        await().until(() -> got(holding.held().messages(flow)).size() == count);
        return holding.held().messages(flow).toCompletableFuture().join();
    }

    private long flow() {
        await().until(() -> !proxy.runtime().inFlight().numbers().isEmpty());
        return proxy.runtime().inFlight().numbers().get(0);
    }

    @Test
    void fiveHeldMessagesStopNoPing() throws Exception {
        proxy.options.set("intercept", "~websocket");
        int pings = 20;
        byte[] pong = pong();
        RawClient client = opening(connection -> {
            for (int i = 0; i < pings; i++) {
                assertThat(connection.readExactly(6)).isEqualTo(ping(true));
                connection.send(pong);
            }
            for (String said : List.of("1", "edited", "4", "5")) {
                assertThat(connection.readExactly(masked(said).length)).hasSize(6 + said.length());
                connection.send(text("got " + said));
            }
            connection.awaitEnd();
        });
        for (String said : List.of("1", "2", "3", "4", "5")) {
            client.send(masked(said));
        }
        for (int i = 0; i < pings; i++) {
            client.send(ping(true));
            assertThat(client.wire().readExactly(pong.length)).isEqualTo(pong);
        }
        assertThat(waiting(5))
                .extracting(message -> latin1Text(message.data()))
                .containsExactly("1", "2", "3", "4", "5");
        Flow held = got(holding.held().get(flow()));
        assertThat(held.held().point()).isEqualTo(Hold.Point.MESSAGES);
        assertThat(held.held().why()).isEqualTo("~websocket");

        proxy.options.set("intercept", "");
        got(holding.held().dropMessage(flow(), 3, "ann"));
        got(holding.held().editMessage(flow(), 2, latin1("edited"), "ann"));
        got(holding.held().resume(flow(), "ann"));
        for (String said : List.of("1", "edited", "4", "5")) {
            byte[] expected = text("got " + said);
            assertThat(client.wire().readExactly(expected.length)).isEqualTo(expected);
        }
        assertThat(proxy.messages())
                .filteredOn(message -> message.direction().isFromClient())
                .extracting(Message::edit)
                .containsExactly(
                        Message.Edit.NONE,
                        Message.Edit.CHANGED,
                        Message.Edit.DROPPED,
                        Message.Edit.NONE,
                        Message.Edit.NONE);
    }

    private static byte[] pong() {
        byte[] pong = ping(false);
        pong[0] = (byte) 0x8a;
        return pong;
    }

    @Test
    void aCloseOfTheServerPassesAndTheHeldMessagesAreUndelivered() throws Exception {
        proxy.options.set("intercept", "~websocket");
        byte[] bye = WebSocketFrames.close(1001, "going", false);
        RawClient client = opening(connection -> {
            connection.send(Bytes.concat(text("held"), bye));
            connection.awaitEnd();
        });

        assertThat(client.wire().readExactly(bye.length)).isEqualTo(bye);
        client.send(WebSocketFrames.close(1001, "", true));
        client.close();
        HttpFlow flow = proxy.http();
        assertThat(flow.webSocket().close().reason()).isEqualTo("going");
        assertThat(flow.held()).isNull();
        assertThat(proxy.messages()).extracting(Message::edit).containsExactly(Message.Edit.UNDELIVERED);
        assertThat(proxy.runtime().inFlight().numbers()).isEmpty();
        assertThat(proxy.runtime().heldBytes().held()).isZero();
    }

    @Test
    void onlyFiltersThatNameStreamsHoldMessages() throws Exception {
        proxy.options.set("intercept", "~u other");
        assertThat(proxy.runtime().hooks().isEmpty(Hook.MESSAGE)).isTrue();
        proxy.options.set("intercept-messages", "all");
        assertThat(proxy.runtime().hooks().isEmpty(Hook.MESSAGE)).isFalse();
        proxy.options.set("intercept", "~u other | ~websocket");
        proxy.options.set("intercept-messages", "none");
        assertThat(proxy.runtime().hooks().isEmpty(Hook.MESSAGE)).isTrue();
        proxy.options.set("intercept-messages", "named");
        assertThat(proxy.runtime().hooks().isEmpty(Hook.MESSAGE)).isFalse();
        proxy.options.set("intercept", "");
        assertThat(proxy.runtime().hooks().isEmpty(Hook.MESSAGE)).isTrue();
    }

    @Test
    void aFilterSetWhileAWebSocketIsOpenHoldsTheNextMessage() throws Exception {
        RawClient client = opening(connection -> {
            while (true) {
                connection.readExactly(7);
                connection.send(text("ok"));
            }
        });
        client.send(masked("1"));
        assertThat(client.wire().readExactly(4)).isEqualTo(text("ok"));
        proxy.options.set("intercept", "~websocket");
        client.send(masked("2"));
        waiting(1);
        proxy.options.set("intercept-timeout", "1ms");
        proxy.options.set("intercept-on-timeout", "drop");
        client.send(masked("3"));
        await().until(() -> got(holding.held().messages(flow())).size() == 1);
        proxy.options.set("intercept", "");
        got(holding.held().resume(flow(), "ann"));
        assertThat(client.wire().readExactly(4)).isEqualTo(text("ok"));
        client.send(masked("4"));
        assertThat(client.wire().readExactly(4)).isEqualTo(text("ok"));
    }

    @Test
    void theNextMessageOfAFlowIsHeldOnDemand() throws Exception {
        RawClient client = opening(connection -> {
            connection.readExactly(7);
            connection.send(text("ok"));
            connection.awaitEnd();
        });
        holding.holdNext(flow());
        client.send(masked("1"));
        waiting(1);
        assertThat(proxy.runtime().hooks().isEmpty(Hook.MESSAGE)).isTrue();
        got(holding.held().resumeMessage(flow(), 1, "ann"));
        got(holding.held().resume(flow(), "ann").handle((flow, refused) -> {
            assertThat(refused).hasMessageContaining("is not held: already resumed by ann");
            return flow;
        }));
        assertThat(client.wire().readExactly(4)).isEqualTo(text("ok"));
    }

    @Test
    void messagesAreInjectedWithoutAnyHandler() throws Exception {
        RawClient client = opening(connection -> {
            byte[] injected = connection.readExactly(6 + 5);
            connection.send(text(injected[0] == (byte) 0x82 ? "binary" : "text"));
            connection.awaitEnd();
        });
        got(holding.held().inject(flow(), Direction.SERVER_TO_CLIENT, Message.Kind.TEXT, latin1("first"), "ann"));
        assertThat(client.wire().readExactly(7)).isEqualTo(text("first"));
        got(holding.held().inject(flow(), Direction.CLIENT_TO_SERVER, Message.Kind.BINARY, latin1("bytes"), "ann"));
        assertThat(client.wire().readExactly(8)).isEqualTo(text("binary"));
        assertThatThrownBy(() -> got(holding.held()
                        .inject(flow(), Direction.CLIENT_TO_SERVER, Message.Kind.PIECE, latin1("no"), "ann")))
                .hasMessageContaining("its messages are text or binary");
        assertThat(proxy.messages())
                .extracting(Message::edit)
                .containsExactly(Message.Edit.INJECTED, Message.Edit.INJECTED, Message.Edit.NONE);
    }

    @Test
    void messagesAreHeldAndInjectedOnAStreamOfHttp2() throws Exception {
        proxy.options.set("intercept", "~websocket");
        ScriptedOrigin origin = tlsOrigin(
                FrameServer.script(ANNOUNCED, server -> {
                    int stream = server.request().stream();
                    server.headers(stream, false, ":status", "200");
                    server.data(stream, false, Bytes.concat(text("held"), ping(false)));
                    server.drain();
                }),
                "h2");
        FrameClient client = opening(origin);
        assertThat(bytes(client, 2)).as("the ping overtakes").isEqualTo(ping(false));
        waiting(1);
        got(holding.held().inject(flow(), Direction.SERVER_TO_CLIENT, Message.Kind.TEXT, latin1("mine"), "ann"));
        got(holding.held().resume(flow(), "ann"));
        assertThat(bytes(client, 12)).isEqualTo(Bytes.concat(text("held"), text("mine")));
    }

    @Test
    void messagesOfARawStreamAreHeldAndInjected() throws Exception {
        proxy.options.set("intercept", "~tcp");
        ScriptedOrigin origin = origin(connection -> {
            connection.send("hello");
            assertThat(connection.readText(10)).isEqualTo("yes, again");
            connection.send("done");
            connection.awaitEnd();
        });
        RawClient client = client().connect(origin.authority());
        client.send("\0raw");
        assertThat(waiting(2)).extracting(WaitingMessage::kind).containsOnly(Message.Kind.PIECE);
        assertThat(got(holding.held().list()))
                .extracting(held -> held.held().point())
                .containsExactly(Hold.Point.MESSAGES);
        assertThat(Flag.HELD.test(proxy.flows().get(0))).isEqualTo(Match.YES);
        long first = got(holding.held().messages(flow())).stream()
                .filter(message -> message.direction().isFromClient())
                .findFirst()
                .orElseThrow()
                .number();
        got(holding.held().editMessage(flow(), first, latin1("yes, "), "ann"));
        got(holding.held().inject(flow(), Direction.CLIENT_TO_SERVER, Message.Kind.PIECE, latin1("again"), "ann"));
        proxy.options.set("intercept", "");
        got(holding.held().resume(flow(), "ann"));
        assertThat(client.wire().readText(9)).isEqualTo("hellodone");
        assertThat(got(proxy.runtime().inFlight().get(flow()).current()).holds())
                .extracting(Hold::outcome, Hold::by)
                .containsExactly(tuple(Hold.Outcome.EDITED, "ann"));
        assertThat(proxy.runtime().inFlight().held()).isEmpty();
    }
}
