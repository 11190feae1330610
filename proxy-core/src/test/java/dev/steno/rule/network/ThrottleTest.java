package dev.steno.rule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.flow.TcpFlow;
import dev.steno.option.OptionException;
import dev.steno.rule.RuleKind;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.WebSocketFrames;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slow networks on HTTP/1, in tunnels that are passed through, and in WebSockets. Times are bounds from below only. */
class ThrottleTest extends NetworkProxyTest {
    /** No test waits for it: so slow that what is paced stands still. */
    private static final String STILL = "1kbit/1kbit/0";

    @Test
    void aResponseTakesTheTimeOfItsRateAndItsLatencyAndTheRecordShowsIt() throws Exception {
        ScriptedOrigin origin = sending(40_000);
        set("throttle", "1mbit/1mbit/150ms"); // 320 ms for the body, of which 20 are the last piece
        assertThat(client().send(get(origin, "/")).response().text()).hasSize(40_000);
        HttpFlow flow = proxy.http();
        assertThat(millis(flow)).isGreaterThanOrEqualTo(440);
        assertThat(flow.response().ended() - flow.response().started())
                .as("when the bytes came, which is not when they went on")
                .isLessThan(flow.duration());
        assertThat(flow.notes().metadata()).containsEntry(Notes.RULES, "throttle-1");
        assertThat(hits(0)).isEqualTo(1);
    }

    @Test
    void aRequestTakesTheTimeOfItsRate() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readWholeRequest();
            connection.send(OK);
        });
        set("throttle", "1gbit/1mbit/0");
        String head = "POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: a\r\nContent-Length: 40000\r\n\r\n";
        client().send(head + "x".repeat(40_000)).response();
        assertThat(millis(proxy.http())).isGreaterThanOrEqualTo(290);
    }

    @Test
    void anotherNetworkInTheMiddleOfATransferTakesEffect() throws Exception {
        ScriptedOrigin origin = sending(5_000_000);
        set("throttle", STILL);
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();
        await().until(() -> client.wire().in().read() >= 0);
        set("throttle", "none");
        assertThat(client.wire().readExactly(4_999_999)).hasSize(4_999_999);
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aNetworkInTheMiddleOfATransferTakesEffect() throws Exception {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 30000\r\n\r\n" + "x".repeat(10_000));
            slow.join();
            connection.send("x".repeat(20_000));
        });
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();
        client.wire().readExactly(10_000);
        long set = System.nanoTime();
        set("throttle", "1mbit/1mbit/0");
        slow.complete(null);
        client.wire().readExactly(20_000);
        assertThat(System.nanoTime() - set).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(130));
    }

    /** The server is not read while its data waits, so what Steno has of it is what one read brought. */
    @Test
    void memoryStaysFlatWhateverTheServerSends() throws Exception {
        AtomicLong accepted = new AtomicLong();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 400000000\r\n\r\n");
            byte[] piece = new byte[100_000];
            for (int i = 0; i < 4000; i++) {
                connection.send(piece);
                accepted.addAndGet(piece.length);
            }
        });
        set("throttle", "80kbit/1mbit/0");
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();
        client.wire().readExactly(2_000);
        assertThat(proxy.runtime().heldBytes().held()).isLessThanOrEqualTo(256L << 10);
        assertThat(accepted.get()).as("what fits into the sockets").isLessThan(100_000_000);
        client.close();
        assertThat(proxy.http().state()).isEqualTo(FlowState.FAILED);
        await().until(() -> proxy.runtime().heldBytes().held() == 0);
    }

    /** Its data is in the socket's buffer when its end is noticed. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 2000000", "Connection: close"})
    void theRestOfAServerThatHasClosedIsNotReadAhead(String framing) throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n" + "x".repeat(2_000_000));
            connection.close();
            closed.complete(null);
        });
        set("throttle", "800kbit/1mbit/0");
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();
        closed.join();
        client.wire().readExactly(20_000);
        assertThat(proxy.runtime().heldBytes().held()).isLessThanOrEqualTo(256L << 10);
        set("throttle");
        assertThat(client.wire().readExactly(1_980_000)).hasSize(1_980_000);
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aTunnelThatIsPassedThroughIsSlowToo() throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 40000\r\n\r\n" + "x".repeat(40_000));
                },
                "http/1.1");
        proxy.options.set("ignore-hosts", "^localhost:");
        set("throttle", "|~d localhost|1mbit/1mbit/0/flow");
        long begun = System.nanoTime();
        try (RawClient client = client().connect("localhost:" + origin.port()).tls(originCa.trusted(), "localhost")) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                            .response()
                            .text())
                    .hasSize(40_000);
        }
        assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(250));
        TcpFlow flow = proxy.tcp();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.sentByServer()).isGreaterThan(40_000);
        assertThat(hits(0)).as("its directions").isEqualTo(2);
    }

    @Test
    void aTunnelThatStandsStillEndsWhenItsClientLeavesAndHoldsNothing() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.send("x".repeat(50_000));
            connection.awaitEnd();
        });
        set("throttle", STILL);
        try (RawClient client = client().connect(origin.authority())) {
            client.send("\0raw");
            assertThat(client.wire().in().read()).isEqualTo('x');
        }
        assertThat(proxy.tcp().state()).isNotEqualTo(FlowState.OPEN);
        await().until(() -> proxy.runtime().heldBytes().held() == 0);
    }

    @Test
    void whatAServerSentBeforeItsEndArrives() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readExactly(4);
            connection.send("x".repeat(20_000));
        });
        set("throttle", "1mbit/1mbit/0");
        RawClient client = client().connect(origin.authority()).send("\0raw");
        assertThat(client.wire().readToEnd()).hasSize(20_000);
        client.close();
        assertThat(proxy.tcp().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void theMessagesOfAWebSocketAreSlow() throws Exception {
        byte[] message = WebSocketFrames.text("y".repeat(100));
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
            for (int i = 0; i < 400; i++) {
                connection.send(message);
            }
            connection.awaitEnd();
        });
        set("throttle", "|~u /chat|1mbit/1mbit/0");
        String request = get(origin, "/chat");
        long begun = System.nanoTime();
        RawClient client = client().send(request.substring(0, request.length() - 2)
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        client.wire().readHead();
        client.wire().readExactly(400 * message.length); // 326 ms
        assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(200));
        assertThat(proxy.messages()).hasSize(400);
    }

    @Test
    void withoutANetworkEachRequestIsClosed() throws Exception {
        ScriptedOrigin origin = sending(2);
        set("throttle", "offline");
        assertThat(client().send(get(origin, "/")).isClosedByProxy()).isTrue();
        assertThat(proxy.http().error().message()).contains("offline", "throttle-1");
        assertThat(origin.sawAnything()).isFalse();
        set("throttle");
        assertThat(client().send(get(origin, "/")).response().text()).hasSize(2);
    }

    /** Of several networks the first that matches counts, so that some flows, or clients, are exempt. */
    @Test
    void networksAreChosenByFiltersAndByClient() throws Exception {
        ScriptedOrigin origin = sending(2_000);
        set("throttle", "|~u /fast|none", "|~src 127.0.0.9|offline", "|~u /slow|" + STILL);
        assertThat(client().send(get(origin, "/fast/slow")).response().text()).hasSize(2_000);
        assertThat(client().send(get(origin, "/other")).response().text()).hasSize(2_000);
        RawClient slow = client().send(get(origin, "/slow"));
        slow.wire().readHead();
        set("throttle", "|~src 127.0.0.1|" + STILL);
        RawClient still = client().send(get(origin, "/still"));
        still.wire().readHead();
        assertThat(still.wire().in().read()).isEqualTo('x');
        assertThat(still.wire().in().available()).isZero();
    }

    @Test
    void rulesAreSwitchedOffAndOnAndCostNothingWhenOff() throws Exception {
        assertThat(proxy.runtime().pacing()).isNull();
        set("throttle", "slow-3g");
        assertThat(proxy.runtime().pacing()).isNotNull();
        assertThat(rules.list()).singleElement().satisfies(rule -> {
            assertThat(rule.kind()).isEqualTo(RuleKind.THROTTLE);
            assertThat(rule.spec()).isEqualTo("slow-3g");
        });
        rules.switchRule("throttle-1", false);
        assertThat(proxy.runtime().pacing()).isNull();
        rules.switchRule("throttle-1", true);
        set("throttle");
        assertThat(proxy.runtime().pacing()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "1mbit/2mbit", "1mbit/x/0", "slow-3g/room", "1/2/3/4/5", "|~d x|", "|~d (|dsl"})
    void aNetworkThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> set("throttle", text)).isInstanceOf(OptionException.class);
        assertThat(rules.list()).isEmpty();
    }

    @Test
    void aNetworkThatIsNoneIsToldWithThoseThatAre() {
        assertThatThrownBy(() -> set("throttle", "slow"))
                .hasMessageContaining("slow-3g")
                .hasMessageContaining("2mbit/256kbit/40ms");
    }

    @Test
    void completionOffersTheNetworks() {
        assertThat(proxy.options.require("throttle").type().complete("slow")).containsExactly("slow-3g", "slow-4g");
        assertThat(proxy.options.require("throttle").type().complete("")).isEqualTo(Throttle.networks());
        assertThat(proxy.options.require("fault").type().complete("")).isEqualTo(Fault.toxics());
    }
}
