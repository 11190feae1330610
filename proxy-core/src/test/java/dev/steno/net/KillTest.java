package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.End;
import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowInFlight;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.hold.Holding;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.WebSocketFrames;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.http3.Http3Caller;
import dev.steno.testing.proxy.ModeTest;
import dev.steno.testing.wire.FullListener;
import java.io.IOException;
import java.net.SocketException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Flows in progress are killed at each stage, whatever the versions of HTTP at both ends. */
class KillTest extends ModeTest {
    private final CountDownLatch reached = new CountDownLatch(1);

    @Override
    protected Addon[] addons() {
        return new Addon[] {new Holding(() -> proxy.runtime().heldBytes().held())};
    }

    /** Waits until a flow is in progress, and until it has come so far. */
    private FlowInFlight flow() {
        await().until(() -> proxy.runtime().inFlight().numbers().size() == 1);
        return proxy.runtime()
                .inFlight()
                .get(proxy.runtime().inFlight().numbers().get(0));
    }

    private void kill() throws Exception {
        kill(End.CLOSE);
    }

    private void kill(End end) throws Exception {
        FlowInFlight flow = flow();
        flow.kill(end, "ann").toCompletableFuture().get(60, TimeUnit.SECONDS);
        killed(proxy.ended(1).get(0));
        assertThat(proxy.runtime().inFlight().numbers()).isEmpty();
        assertThatThrownBy(() -> flow.kill(end, "bob").toCompletableFuture().get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        FlowActionException.class,
                        why -> assertThat(why.reason()).isEqualTo(FlowActionException.Reason.ENDED));
    }

    private static void killed(Flow flow) {
        FlowError error = flow instanceof HttpFlow http ? http.error() : ((TcpFlow) flow).error();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(error.step()).isEqualTo(FlowError.Step.RELAY);
        assertThat(error.message()).isEqualTo("killed by ann");
    }

    private static String get(String authority) {
        return "GET http://" + authority + "/ HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
    }

    private static String post(ScriptedOrigin origin, String body) {
        return "POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" + body;
    }

    private FrameClient http2() throws IOException {
        return FrameClient.over(client());
    }

    /** A server that tells when it has read a request's head, and then sends this and waits. */
    private ScriptedOrigin after(String head, String body) throws IOException {
        return origin(connection -> {
            connection.readHead();
            connection.send(head + body);
            reached.countDown();
            connection.awaitEnd();
        });
    }

    private void reached() throws InterruptedException {
        assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private static boolean ended(ScriptedOrigin origin) {
        Wiretap connection = origin.connections().get(0);
        connection.awaitEnd();
        return true;
    }

    // ---- stages before the server is reached

    @Test
    void heldByAPerson() throws Exception {
        proxy.options.set("intercept", "~q");
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client().send(get(origin.authority()));
        await().until(() -> proxy.runtime().inFlight().heldCount() == 1);
        kill();
        assertThat(client.wire().readToEnd()).isEmpty();
        Hold hold = proxy.http().holds().get(0);
        assertThat(hold.outcome()).isEqualTo(Hold.Outcome.KILLED);
        assertThat(hold.by()).isEqualTo("ann");
        assertThat(origin.connections()).isEmpty();
    }

    @Test
    void heldResponsesToo() throws Exception {
        proxy.options.set("intercept", "~s");
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        FrameClient client = http2().get(1, origin.authority(), "/");
        await().until(() -> proxy.runtime().inFlight().heldCount() == 1);
        kill(new End.Stream(End.Code.CANCEL));
        assertThat(client.answer(1).reset()).isEqualTo(8);
    }

    /** The connection to a listener whose queue is full is not established. */
    @Test
    void connectingInHttp1AndHttp2() throws Exception {
        FullListener full = closing(new FullListener("127.0.0.1"));
        String authority = "127.0.0.1:" + full.port();
        RawClient client = client().send(get(authority));
        kill();
        assertThat(client.wire().readToEnd()).isEmpty();
        restartWith(settings -> settings(settings), addons());
        FrameClient two = http2().get(1, authority, "/");
        kill();
        assertThat(two.answer(1).reset()).isEqualTo(2);
    }

    @Test
    void duringTheTlsHandshakeInHttp1AndHttp3() throws Exception {
        ScriptedOrigin silent = origin(connection -> {
            connection.in().read();
            reached.countDown();
            connection.awaitEnd();
        });
        restartWith(defaults -> in(settings(defaults), "reverse:https://localhost:" + silent.port()), addons());
        RawClient client = client().tls(trustingSteno(), "localhost").send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        reached();
        kill();
        assertThat(client.isClosedByProxy()).isTrue();

        restartWith(defaults -> in(settings(defaults), "reverse:http3://localhost:" + silent.port()), addons());
        Http3Caller.Stream stream = http3().open().request("GET", "/").end();
        kill(new End.Stream(End.Code.CANCEL));
        await().until(() -> stream.resetCode() == 268);
    }

    // ---- stages of an exchange

    @Test
    void sendingClosesTheServersConnection() throws Exception {
        ScriptedOrigin origin = after("", "");
        RawClient client = client().send(post(origin, "half"));
        reached();
        kill();
        assertThat(client.wire().readToEnd()).isEmpty();
        assertThat(ended(origin)).isTrue();
    }

    @Test
    void sendingFromHttp2() throws Exception {
        ScriptedOrigin origin = after("", "");
        FrameClient client = http2().post(1, origin.authority(), "/").data(1, false, latin1("half"));
        reached();
        kill(new End.Stream(End.Code.CANCEL));
        assertThat(client.answer(1).reset()).isEqualTo(8);
        assertThat(ended(origin)).isTrue();
    }

    @Test
    void waitingInHttp1() throws Exception {
        ScriptedOrigin origin = after("", "");
        RawClient client = client().send(get(origin.authority()));
        reached();
        kill(new End.Page(503));
        assertThat(client.response().text()).contains("killed by ann");
        assertThat(ended(origin)).isTrue();
    }

    @Test
    void waitingInHttp3() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> {
            connection.readRequest();
            reached.countDown();
            connection.awaitEnd();
        });
        restartWith(defaults -> in(settings(defaults), "reverse:http3://localhost:" + origin.port()), addons());
        Http3Caller.Stream stream = http3().open().request("GET", "/").end();
        reached();
        kill(new End.Stream(End.Code.CANCEL));
        await().until(() -> stream.resetCode() == 268);
        assertThat(ended(origin)).isTrue();
    }

    @Test
    void anHttp2ServersStreamIsCancelledAndItsConnectionStays() throws Exception {
        BlockingQueue<FrameClient.Frame> resets = new LinkedBlockingQueue<>();
        ScriptedOrigin origin = tlsOrigin(
                FrameServer.script(server -> {
                    server.request();
                    reached.countDown();
                    resets.add(server.await(FrameClient.RST_STREAM));
                    server.ok(server.request().stream());
                    server.drain();
                }),
                "h2");
        FrameClient client = FrameClient.over(tlsClient(origin, "h2"));
        String url = "https://localhost:" + origin.port() + "/";
        client.request(1, true, "GET", url);
        reached();
        kill(new End.Stream(End.Code.CANCEL));
        assertThat(client.answer(1).reset()).isEqualTo(8);
        assertThat(resets.poll(60, TimeUnit.SECONDS).code()).isEqualTo(8);
        client.request(3, true, "GET", url);
        assertThat(client.answer(3).status()).isEqualTo(200);
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void streamingUpWhileTheResponseStreamsDown() throws Exception {
        ScriptedOrigin origin = after("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", "part");
        RawClient client = client().send(post(origin, "half"));
        assertThat(client.wire().readHead()).startsWith("HTTP/1.1 200");
        assertThat(client.wire().readText(4)).isEqualTo("part");
        kill();
        assertThat(client.wire().readToEnd()).isEmpty();
        assertThat(ended(origin)).isTrue();
    }

    @Test
    void streamingDownInHttp2() throws Exception {
        ScriptedOrigin origin = after("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", "part");
        FrameClient client = http2().get(1, origin.authority(), "/");
        client.await(FrameClient.DATA, 1);
        kill(new End.Page(503)); // too late for a page
        assertThat(client.await(FrameClient.RST_STREAM, 1).code()).isEqualTo(2);
        assertThat(ended(origin)).isTrue();
    }

    @Test
    void streamingDownInHttp3() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart");
            connection.awaitEnd();
        });
        restartWith(defaults -> in(settings(defaults), "reverse:http3://localhost:" + origin.port()), addons());
        Http3Caller.Stream stream = http3().open().request("GET", "/").end();
        await().until(() -> stream.text().equals("part"));
        kill();
        await().until(() -> stream.resetCode() == 258);
    }

    /** Up to the cut the response continues, and the flow with it. */
    @Test
    void aResponseIsCutWhereTheKillSays() throws Exception {
        AtomicReference<Wiretap> asked = new AtomicReference<>();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            asked.set(connection);
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart");
            connection.in().read(); // never
        });
        RawClient client = client().send(get(origin.authority()));
        assertThat(client.wire().readHead()).startsWith("HTTP/1.1 200");
        assertThat(client.wire().readText(4)).isEqualTo("part");
        flow().kill(new End.Truncate(6), "ann").toCompletableFuture().get(60, TimeUnit.SECONDS);
        asked.get().send("123");
        assertThat(client.wire().readToEnd()).isEqualTo("12");
        killed(proxy.http());
    }

    // ---- streams

    @Test
    void aRawStream() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.send("hello\n");
            connection.awaitEnd();
        });
        RawClient client = client().connect(origin.authority());
        assertThat(client.wire().readText(6)).isEqualTo("hello\n");
        kill();
        assertThat(client.wire().readToEnd()).isEmpty();
        assertThat(ended(origin)).isTrue();
        assertThat(proxy.tcp().messages()).isEqualTo(1);
    }

    @Test
    void aRawStreamIsResetAndHangs() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.send("hello\n");
            connection.awaitEnd();
        });
        RawClient client = client().connect(origin.authority());
        assertThat(client.wire().readText(6)).isEqualTo("hello\n");
        kill(new End.Reset());
        assertThatThrownBy(() -> client.wire().readToEnd()).isInstanceOf(SocketException.class);

        restartWith(settings -> settings(settings), addons());
        RawClient hanging = client().connect(origin.authority());
        assertThat(hanging.wire().readText(6)).isEqualTo("hello\n");
        kill(new End.Hang());
        hanging.send("still open");
        hanging.wire().shutOutput();
        assertThat(hanging.wire().readToEnd()).isEmpty();
    }

    @Test
    void aTunnelInAnHttp2Stream() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.send("hello\n");
            connection.awaitEnd();
        });
        FrameClient client = http2().headers(1, false, ":method", "CONNECT", ":authority", origin.authority());
        client.await(FrameClient.DATA, 1);
        kill(new End.Stream(End.Code.CONNECT_ERROR));
        assertThat(client.await(FrameClient.RST_STREAM, 1).code()).isEqualTo(10);
        assertThat(ended(origin)).isTrue();
    }

    @Test
    void aPassedThroughTunnel() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> {
            connection.in().read();
            connection.send("x");
            connection.awaitEnd();
        });
        restartWith(
                settings -> settings(settings),
                registrar -> registrar.on(Hook.TLS_HELLO, Phase.MODIFY, (hello, context) -> new Verdict.Tunnel<>()));
        RawClient client = client().connect("localhost:" + origin.port())
                .tls(originCa.trusted(), "localhost")
                .send("a");
        assertThat(client.wire().readText(1)).isEqualTo("x");
        kill();
        assertThat(client.isClosedByProxy()).isTrue();
        assertThat(ended(origin)).isTrue();
    }

    @Test
    void aWebSocketInHttp1() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
            connection.send(WebSocketFrames.text("hi"));
            connection.awaitEnd();
        });
        RawClient client = client().send("GET http://" + origin.authority() + "/ HTTP/1.1\r\nHost: a\r\n"
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        assertThat(client.wire().readHead()).startsWith("HTTP/1.1 101");
        client.wire().readExactly(WebSocketFrames.text("hi").length);
        kill();
        assertThat(client.wire().readToEnd()).isEmpty();
        assertThat(ended(origin)).isTrue();
        assertThat(proxy.http().webSocket().server().messages()).isEqualTo(1);
    }

    private Http3Caller http3() throws Exception {
        return closing(new Http3Caller(proxy.port(), proxy.authority().certificate(), 1 << 20));
    }
}
