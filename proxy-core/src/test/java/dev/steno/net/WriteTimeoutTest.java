package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.Bytes;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.WebSocketFrames;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Peers that read nothing of the data for them are disconnected, in each protocol and on either side; slow and idle
 * peers are not.
 */
class WriteTimeoutTest extends Http2WebSocketProxyTest {
    static final long LIMIT = 400;
    private static final int MUCH = 32 << 20;
    private static final int CANCEL_STREAM = 8;

    private final CountDownLatch brokenOff = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    protected ProxySettings settings(ProxySettings defaults) {
        return super.settings(defaults).withWriteTimeout(Duration.ofMillis(LIMIT));
    }

    /** Sends data until the connection breaks. */
    private void pour(Wiretap connection) throws IOException {
        try {
            byte[] piece = noise(64 << 10);
            for (int i = 0; i < MUCH / piece.length; i++) {
                connection.send(piece);
            }
        } catch (IOException e) {
            brokenOff.countDown();
            throw e;
        }
    }

    private ScriptedOrigin.Script pouring() {
        return connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + MUCH + "\r\n\r\n");
            pour(connection);
        };
    }

    private static void hold(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(180, TimeUnit.SECONDS)) {
                throw new IOException("timed out waiting");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** The only flow failed because one side read nothing, and the other side was disconnected as well. */
    private void endedSince(String who) throws Exception {
        Flow flow = Awaitility.await()
                .until(
                        () -> proxy.flows().stream()
                                .filter(each -> each.state() == FlowState.FAILED)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(flow.error().message())
                .startsWith(who + " accepted none of the bytes queued for it for " + LIMIT + " ms");
        assertThat(brokenOff.await(180, TimeUnit.SECONDS)).isTrue();
    }

    // ---- clients

    @Test
    void aClientThatDoesNotReadIsDisconnected() throws Exception {
        ScriptedOrigin origin = origin(pouring());
        RawClient client = closing(RawClient.withSmallBufferTo(proxy.port())).send(get(origin, "/"));

        endedSince("the client");
        assertThat(client.wire().readToEnd().length()).isLessThan(MUCH);
    }

    @Test
    void aClientThatDoesNotReadInATlsTunnelIsDisconnected() throws Exception {
        ScriptedOrigin origin = tlsOrigin(pouring());
        closing(RawClient.withSmallBufferTo(proxy.port()))
                .connect("localhost:" + origin.port())
                .tls(trustingSteno(), "localhost")
                .send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

        endedSince("the client");
    }

    @Test
    void aClientThatDoesNotReadARawStreamIsDisconnected() throws Exception {
        ScriptedOrigin origin = origin(this::pour);
        closing(RawClient.withSmallBufferTo(proxy.port())).connect(origin.authority());

        endedSince("the client");
    }

    @Test
    void aClientThatDoesNotReadItsWebSocketIsDisconnected() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            agree(connection);
            byte[] frame = Bytes.concat(new byte[] {(byte) 0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0}, noise(64 << 10));
            try {
                for (int i = 0; i < MUCH / frame.length; i++) {
                    connection.send(frame);
                }
            } catch (IOException e) {
                brokenOff.countDown();
            }
        });
        closing(RawClient.withSmallBufferTo(proxy.port()))
                .send("GET http://" + origin.authority() + "/ HTTP/1.1\r\nHost: " + origin.authority()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

        endedSince("the client");
        assertThat(((HttpFlow) proxy.flows().get(0)).webSocket()).isNotNull();
    }

    @Test
    void anHttp2ClientThatDoesNotReadItsConnectionIsDisconnected() throws Exception {
        ScriptedOrigin origin = origin(pouring());
        FrameClient client = FrameClient.over(closing(RawClient.withSmallBufferTo(proxy.port())));
        client.send(FrameClient.SETTINGS, 0, 0, FrameServer.setting(4, 1 << 30));
        client.send(FrameClient.WINDOW_UPDATE, 0, 0, FrameClient.number(1 << 30));
        client.get(1, origin.authority(), "/");

        endedSince("the client");
    }

    @Test
    void anHttp2StreamWhoseWindowStaysClosedIsResetAndNoOther() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            if (connection.readHead().startsWith("GET /1 ")) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + MUCH + "\r\n\r\n");
                pour(connection);
            } else {
                hold(brokenOff);
                connection.send(OK);
            }
        });
        FrameClient client = FrameClient.over(client());
        client.send(FrameClient.WINDOW_UPDATE, 0, 0, FrameClient.number(1 << 20));
        client.get(1, origin.authority(), "/1").get(3, origin.authority(), "/3");

        assertThat(client.await(FrameClient.RST_STREAM, 1).code()).isEqualTo(CANCEL_STREAM);
        endedSince("the client");
        assertThat(client.answer(3).body()).isEqualTo("ok");
    }

    /**
     * The response was read completely from the server and is complete in the record. Its unsent rest is not kept
     * indefinitely.
     */
    @Test
    void anHttp2StreamWhoseShortResponseIsNotReadIsReset() throws Exception {
        byte[] body = noise(100_000);
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
            connection.send(body);
        });
        FrameClient client = FrameClient.over(client()).get(1, origin.authority(), "/");

        assertThat(client.await(FrameClient.RST_STREAM, 1).code()).isEqualTo(CANCEL_STREAM);
    }

    @Test
    void aTunnelInAnHttp2StreamWhoseWindowStaysClosedIsReset() throws Exception {
        ScriptedOrigin origin = origin(this::pour);
        FrameClient client = FrameClient.over(client());
        client.headers(1, false, ":method", "CONNECT", ":authority", origin.authority());

        assertThat(client.await(FrameClient.RST_STREAM, 1)).isNotNull();
        endedSince("the client");
    }

    @Test
    void aClientThatReadsSlowlyIsNotDisconnected() throws Exception {
        inTime(Duration.ofMillis(LIMIT), limit -> {
            restartWith(defaults -> settings(defaults).withWriteTimeout(limit));
            ScriptedOrigin origin = origin(pouring());
            RawClient client = closing(RawClient.withSmallBufferTo(proxy.port()))
                    .send(get(origin, "/").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            int read = 0;
            long end = System.nanoTime() + 6 * limit.toNanos();
            while (System.nanoTime() < end) {
                read += client.wire().readExactly(4096).length;
                LockSupport.parkNanos(limit.toNanos() / 16);
            }

            assertThat(proxy.flows()).extracting(Flow::state).containsExactly(FlowState.OPEN);
            assertThat(client.wire().readToEnd().length() + read).isGreaterThan(MUCH);
            assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
        });
    }

    @Test
    void anHttp2StreamWhoseWindowOpensSlowlyIsNotReset() throws Exception {
        inTime(Duration.ofMillis(LIMIT), limit -> {
            restartWith(defaults -> settings(defaults).withWriteTimeout(limit));
            ScriptedOrigin origin = origin(connection -> {
                connection.readHead();
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n");
                connection.send(noise(70_000));
            });
            FrameClient client = FrameClient.over(client()).get(1, origin.authority(), "/");
            for (int got = 0; got < 65_535; ) {
                got += client.await(FrameClient.DATA, 1).payload().length;
            }
            for (int i = 0; i < 20; i++) { // bytes of one frame that is queued as a whole
                client.send(FrameClient.WINDOW_UPDATE, 0, 0, FrameClient.number(10));
                client.send(FrameClient.WINDOW_UPDATE, 0, 1, FrameClient.number(10));
                assertThat(client.await(FrameClient.DATA, 1).payload()).hasSize(10);
                LockSupport.parkNanos(limit.toNanos() / 4);
            }
            client.send(FrameClient.WINDOW_UPDATE, 0, 0, FrameClient.number(10_000));
            client.send(FrameClient.WINDOW_UPDATE, 0, 1, FrameClient.number(10_000));

            assertThat(client.await(FrameClient.DATA, 1).payload()).isNotEmpty();
            assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
        });
    }

    // ---- servers

    @Test
    void aServerThatDoesNotReadAnUploadIsDisconnectedAndTheClientGetsTheReason() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            hold(goOn);
        });
        RawClient client = client().send("POST http://" + origin.authority()
                + "/ HTTP/1.1\r\nHost: x\r\nContent-Length: " + MUCH + "\r\n\r\n");
        Thread sender = new Thread(() -> {
            try {
                pour(client.wire());
            } catch (IOException e) {
                // the expected end
            }
        });
        sender.start();

        assertThat(client.response().status()).isEqualTo(504);
        goOn.countDown();
        brokenOff.countDown();
        endedSince(origin.authority());
        client.close();
        sender.join();
    }

    @Test
    void anHttp2ServerThatOpensNoWindowForAnUploadIsResetAndTheClientGetsTheReason() throws Exception {
        ScriptedOrigin origin = server(FrameServer.setting(4, 1000), server -> {
            server.ok(server.request().stream()); // later requests use the announced window
            server.request();
            assertThat(server.await(FrameClient.RST_STREAM).stream()).isPositive();
            brokenOff.countDown();
            server.ok(server.request().stream());
            server.drain();
        });
        FrameClient client = client(origin);
        assertThat(send(client, 1, "GET", origin).answer(1).status()).isEqualTo(200);
        client.request(3, false, "POST", "https://" + authority(origin) + "/");
        client.data(3, false, new byte[16_000]);

        assertThat(client.answer(3).status()).isEqualTo(504);
        endedSince(authority(origin));
        assertThat(send(client, 5, "GET", origin).answer(5).status()).isEqualTo(200);
    }

    @Test
    void aServerThatDoesNotReadARawStreamIsDisconnected() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.send("!");
            hold(goOn);
        });
        RawClient client = client().connect(origin.authority());
        client.wire().readText(1);
        Thread sender = new Thread(() -> {
            try {
                pour(client.wire());
            } catch (IOException e) {
                // the expected end
            }
        });
        sender.start();

        endedSince("the server");
        goOn.countDown();
        sender.join();
    }

    // ---- legitimate peers

    @Test
    void aPeerThatStenoPausesDoesNotTimeOut() throws Exception {
        inTime(Duration.ofMillis(LIMIT), limit -> {
            restartWith(defaults -> settings(defaults).withWriteTimeout(limit));
            ScriptedOrigin origin = origin(connection -> {
                connection.readHead();
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + MUCH + "\r\n\r\n");
                pour(connection);
                connection.awaitEnd();
            });
            proxy.recordBudget.hold(1L << 40);
            RawClient client = client().send(get(origin, "/"));
            Awaitility.await()
                    .during(limit.multipliedBy(3))
                    .until(() -> proxy.flows().stream().allMatch(flow -> flow.state() == FlowState.OPEN));

            proxy.recordBudget.release(1L << 40);
            assertThat(client.response().body()).hasSize(MUCH);
            Awaitility.await().until(() -> proxy.flows().stream().anyMatch(flow -> flow.state() == FlowState.COMPLETE));
        });
    }

    @Test
    void idleEventStreamsTunnelsAndWebSocketsDoNotTimeOut() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            String head = connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "1\r\na\r\n");
            hold(goOn);
            connection.send("1\r\n" + (head.isEmpty() ? "" : "b") + "\r\n0\r\n\r\n");
        });
        RawClient events = client().send(get(origin, "/"));
        ScriptedOrigin echo = origin(connection -> {
            while (true) {
                connection.send(connection.readExactly(1));
            }
        });
        RawClient tunnel = client().connect(echo.authority()).send("!");
        assertThat(tunnel.wire().readText(1)).isEqualTo("!");
        ScriptedOrigin chat = origin(connection -> {
            agree(connection);
            hold(goOn);
            connection.send(WebSocketFrames.text("hi"));
            connection.awaitEnd();
        });
        RawClient socket = client().send(
                        "GET http://" + chat.authority() + "/ HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        somebodyIsEnded();

        goOn.countDown();
        assertThat(events.response().text()).isEqualTo("ab");
        assertThat(tunnel.send("y").wire().readText(1)).isEqualTo("y");
        socket.wire().readHead();
        assertThat(socket.wire().readExactly(4)).isEqualTo(WebSocketFrames.text("hi"));
    }

    /**
     * A client that does not read is disconnected meanwhile: by then the write timeout has also passed for the
     * connections that were opened earlier.
     */
    private void somebodyIsEnded() throws Exception {
        for (int i = 0; i < 2; i++) {
            FrameClient client = FrameClient.over(client());
            ScriptedOrigin origin = origin(connection -> {
                connection.readHead();
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
                connection.send(noise(100_000));
            });
            client.get(1, origin.authority(), "/");
            client.await(FrameClient.RST_STREAM, 1);
        }
    }
}
