package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.net.http2.Http2Codec;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.FramesProxyTest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Flow control with HTTP/2 servers: Steno reads no more than the client reads, and sends no more than the server reads.
 */
class Http2ServerFlowControlTest extends FramesProxyTest {
    private static final int PIECE = 16 * 1024;

    private static FrameClient request(FrameClient client, int stream, boolean end, ScriptedOrigin origin)
            throws Exception {
        String url = "https://" + authority(origin) + "/" + stream;
        return client.request(stream, end, end ? "GET" : "POST", url);
    }

    /** Sends a body within the stream's window, which it tracks; ends after {@code wanted} bytes. */
    private static void sendWithinWindow(FrameServer server, int stream, long window, long wanted, AtomicLong sent)
            throws java.io.IOException {
        while (sent.get() < wanted) {
            while (window < PIECE) {
                FrameClient.Frame frame = server.await(FrameClient.WINDOW_UPDATE);
                window += frame.stream() == stream ? frame.code() : 0;
            }
            window -= PIECE;
            boolean last = sent.get() + PIECE >= wanted;
            server.data(stream, last, new byte[PIECE]);
            sent.addAndGet(PIECE);
        }
    }

    @Test
    void aClientThatReadsNothingAdmitsOneWindowAndOtherStreamsContinue() throws Exception {
        AtomicLong sent = new AtomicLong();
        CountDownLatch sibling = new CountDownLatch(1);
        ScriptedOrigin origin = tlsOrigin(
                FrameServer.script(server -> {
                    int held = server.request().stream();
                    server.headers(held, false, ":status", "200");
                    for (int i = 0; i < Http2Codec.SERVER_WINDOW / PIECE; i++) {
                        server.data(held, false, new byte[PIECE]);
                        sent.addAndGet(PIECE);
                    }
                    FrameServer.Request other = server.request();
                    server.ok(other.stream());
                    sibling.countDown();
                    long window = 0;
                    while (window < PIECE) {
                        FrameClient.Frame update = server.await(FrameClient.WINDOW_UPDATE);
                        window += update.stream() == held ? update.code() : 0;
                    }
                    sendWithinWindow(server, held, window, 2_000_000, sent);
                    server.drain();
                }),
                "h2");
        FrameClient client = FrameClient.over(tlsClient(origin, "h2"));
        request(client, 1, true, origin); // the stream's window of 65,535 bytes is not extended
        client.send(FrameClient.WINDOW_UPDATE, 0, 0, FrameClient.number(10_000_000));

        request(client, 3, true, origin);
        assertThat(sibling.await(180, TimeUnit.SECONDS)).isTrue();
        assertThat(client.answer(3).body()).isEqualTo("ok");
        assertThat(sent.get()).isEqualTo(Http2Codec.SERVER_WINDOW);

        client.send(FrameClient.WINDOW_UPDATE, 0, 1, FrameClient.number(10_000_000));
        Awaitility.await().until(() -> proxy.flows().stream().allMatch(flow -> flow.state() == FlowState.COMPLETE));
        Awaitility.await().until(() -> sent.get() >= 2_000_000); // counted after the client may have it
    }

    @Test
    void aServerThatReadsNothingPausesTheClientsStreamAndOtherStreamsContinue() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        AtomicInteger received = new AtomicInteger();
        ScriptedOrigin origin = tlsOrigin(
                FrameServer.script(server -> {
                    FrameServer.Request held = server.request();
                    begun.countDown();
                    FrameClient.Frame frame = server.next();
                    for (; frame.type() != FrameClient.HEADERS; frame = server.next()) {
                        received.addAndGet(frame.type() == FrameClient.DATA ? frame.payload().length : 0);
                    }
                    server.ok(frame.stream());
                    await(open);
                    server.send(FrameClient.WINDOW_UPDATE, 0, 0, FrameClient.number(10_000_000));
                    server.send(FrameClient.WINDOW_UPDATE, 0, held.stream(), FrameClient.number(10_000_000));
                    do {
                        frame = server.await(FrameClient.DATA);
                        received.addAndGet(frame.payload().length);
                    } while (!frame.endsStream());
                    server.ok(held.stream());
                    server.drain();
                }),
                "h2");
        FrameClient client = FrameClient.over(tlsClient(origin, "h2"));
        client.await(FrameClient.SETTINGS, 0);
        client.send(FrameClient.SETTINGS, FrameClient.ACK, 0); // from here on, the stream's window is the announced one
        request(client, 1, false, origin);
        long window = Http2Codec.WINDOW;
        int all = 0;
        for (; window >= PIECE; window -= PIECE, all += PIECE) {
            client.data(1, false, new byte[PIECE]);
        }
        await(begun);
        request(client, 3, true, origin);
        assertThat(client.answer(3).body()).isEqualTo("ok");
        assertThat(received.get()).isLessThanOrEqualTo(65_535); // the window that the server opened

        open.countDown();
        client.data(1, true, new byte[0]);
        assertThat(client.answer(1).body()).isEqualTo("ok");
        assertThat(received.get()).isEqualTo(all);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(180, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLargeBodyPassesBothWays() throws Exception {
        long size = 20_000_000;
        AtomicLong sent = new AtomicLong();
        ScriptedOrigin origin = tlsOrigin(
                FrameServer.script(server -> {
                    int stream = server.request().stream();
                    server.headers(stream, false, ":status", "200");
                    sendWithinWindow(server, stream, Http2Codec.SERVER_WINDOW, size, sent);
                    server.drain();
                }),
                "h2");

        FrameClient client = request(FrameClient.over(tlsClient(origin, "h2")), 1, true, origin);

        assertThat(client.answer(1).body()).hasSize((int) sent.get());
        assertThat(proxy.http().response().body().trueSize()).isEqualTo(sent.get());
    }
}
