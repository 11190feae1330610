package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.net.http2.Http2Codec;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.FramesProxyTest;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A store that cannot keep up, with many concurrent streams: buffered data is bounded by the streams' windows, and no
 * data is lost.
 */
class Http2BackPressureTest extends FramesProxyTest {
    private static final int STREAMS = 40;
    private static final int PIECE = 16 * 1024;
    private static final int LENGTH = Http2Codec.SERVER_WINDOW;

    /** Data in loopback sockets, TLS and the allocator, in addition to the windows. */
    private static final long SLACK = 24L << 20;

    private static long direct() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(180, TimeUnit.SECONDS)) {
                throw new IOException("timed out waiting");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Opens the windows of all streams at once, and discards the data. */
    private static void readAll(FrameClient client) {
        Thread reader = new Thread(() -> {
            try {
                while (client.next() != null) {
                    // more
                }
            } catch (IOException closed) {
                // at the test's end
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    @Test
    void responsesStopAtTheirWindowsAndNewRequestsAreNotReadUntilTheStoreHasCaughtUp() throws Exception {
        CountDownLatch asked = new CountDownLatch(STREAMS);
        CountDownLatch shut = new CountDownLatch(1);
        CountDownLatch poured = new CountDownLatch(1);
        AtomicInteger late = new AtomicInteger();
        ScriptedOrigin origin = server(server -> {
            List<Integer> streams = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                streams.add(server.request().stream());
                asked.countDown();
            }
            await(shut);
            for (int stream : streams) {
                server.headers(stream, false, ":status", "200");
            }
            for (int sent = 0; sent < LENGTH; sent += PIECE) {
                for (int stream : streams) {
                    server.data(stream, sent + PIECE == LENGTH, new byte[PIECE]);
                }
            }
            poured.countDown();
            FrameServer.Request last = server.request();
            late.set(last.stream());
            server.ok(last.stream());
            server.drain();
        });
        FrameClient client = client(origin);
        client.send(FrameClient.SETTINGS, 0, 0, FrameServer.setting(4, 1 << 20));
        client.send(FrameClient.WINDOW_UPDATE, 0, 0, FrameClient.number(1 << 30));
        for (int i = 0; i < STREAMS; i++) {
            send(client, 2 * i + 1, "GET", origin);
        }
        readAll(client);
        await(asked);
        long before = direct();

        proxy.recordBudget.hold(1L << 40);
        shut.countDown();
        await(poured);
        send(client, 2 * STREAMS + 1, "GET", origin);
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .until(() -> direct() - before < (long) STREAMS * LENGTH + SLACK && late.get() == 0);
        System.out.printf("%d responses of %d KiB wait in %d KiB%n", STREAMS, LENGTH >> 10, (direct() - before) >> 10);
        assertThat(proxy.flows()).noneMatch(flow -> flow.state() == FlowState.COMPLETE);

        proxy.recordBudget.release(1L << 40);

        assertThat(proxy.ended(STREAMS + 1))
                .allSatisfy(flow -> assertThat(flow.state()).isEqualTo(FlowState.COMPLETE));
        assertThat(proxy.flows().stream()
                        .filter(flow -> ((HttpFlow) flow).response().body().size() == LENGTH))
                .hasSize(STREAMS);
    }
}
