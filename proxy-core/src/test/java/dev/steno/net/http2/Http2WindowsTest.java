package dev.steno.net.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.flow.FlowState;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.FramesProxyTest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How far HTTP/2 windows open for long bodies that are read immediately. */
class Http2WindowsTest extends FramesProxyTest {
    private static final int PIECE = 16 * 1024;
    private static final int AHEAD = 8;
    private static final int LENGTH = 8 << 20;

    /** A receiver's windows, as its peer knows them. */
    private static final class Windows {
        private final Map<Integer, Long> open = new HashMap<>();
        private final Map<Integer, Long> most = new HashMap<>();
        private final long initial;

        Windows(long initial) {
            this.initial = initial;
        }

        /** @param stream 0 for the connection */
        void update(FrameClient.Frame frame) {
            add(frame.stream(), frame.code());
        }

        void add(int stream, long bytes) {
            long now = of(stream) + bytes;
            open.put(stream, now);
            most.merge(stream, now, Math::max);
        }

        long of(int stream) {
            return open.getOrDefault(stream, stream == 0 ? 65_535 : initial);
        }

        boolean take(int stream) {
            if (of(stream) < PIECE || of(0) < PIECE) {
                return false;
            }
            add(stream, -PIECE);
            add(0, -PIECE);
            return true;
        }

        List<Integer> streams() {
            return most.keySet().stream().filter(stream -> stream != 0).toList();
        }

        /** The largest sum of the windows of all streams so far. */
        long total() {
            return most.entrySet().stream()
                    .filter(each -> each.getKey() != 0)
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }
    }

    /**
     * Sends bodies on all streams in turn, each within its window, and no faster than the client reads: on loopback no
     * data is in transit, so any further data would be buffered in the proxy.
     *
     * @param taken the data that the client has read, in chunks
     */
    private ScriptedOrigin sending(int streams, Windows windows, Semaphore taken) throws IOException {
        return server(server -> {
            Map<Integer, Integer> left = new HashMap<>();
            for (int i = 0; i < streams; i++) {
                int stream = server.request().stream();
                server.headers(stream, false, ":status", "200");
                left.put(stream, LENGTH - PIECE);
            }
            windows.add(0, GrowingFlowController.CONNECTION - 65_535); // arrived before the requests
            while (!left.isEmpty()) {
                boolean stuck = true;
                for (int stream : left.keySet().toArray(new Integer[0])) {
                    while (left.getOrDefault(stream, 0) > 0 && windows.take(stream)) {
                        taken.acquireUninterruptibly();
                        int rest = left.get(stream) - PIECE;
                        server.data(stream, false, new byte[PIECE]);
                        left.compute(stream, (any, before) -> rest == 0 ? null : rest);
                        stuck = false;
                    }
                }
                if (stuck) {
                    windows.update(server.await(FrameClient.WINDOW_UPDATE));
                }
            }
            for (int stream : windows.streams()) { // a stream that ends returns the growth of its window
                server.data(stream, true, new byte[PIECE]);
            }
            server.drain();
        });
    }

    private FrameClient reading(ScriptedOrigin origin, int streams, Semaphore taken) throws Exception {
        FrameClient client = client(origin);
        client.send(FrameClient.SETTINGS, 0, 0, FrameServer.setting(4, LENGTH));
        client.send(FrameClient.WINDOW_UPDATE, 0, 0, FrameClient.number(1 << 30));
        for (int i = 0; i < streams; i++) {
            send(client, 2 * i + 1, "GET", origin);
        }
        int ended = 0;
        int unreported = 0;
        while (ended < streams) {
            FrameClient.Frame frame = client.next();
            unreported += frame.type() == FrameClient.DATA ? frame.payload().length : 0;
            taken.release(unreported / PIECE);
            unreported %= PIECE;
            ended += frame.endsStream() ? 1 : 0;
        }
        return client;
    }

    @Test
    void aLongResponseThatIsReadImmediatelyOpensItsWindow() throws Exception {
        Windows windows = new Windows(Http2Codec.SERVER_WINDOW);
        Semaphore taken = new Semaphore(AHEAD);
        ScriptedOrigin origin = sending(1, windows, taken);

        reading(origin, 1, taken);

        assertThat(windows.total()).isBetween((long) GrowingFlowController.MOST / 2, (long) GrowingFlowController.MOST);
        assertThat(windows.most.get(0)).isGreaterThan(GrowingFlowController.MOST);
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void theSumOfTheWindowsOfAConnectionIsBounded() throws Exception {
        int streams = 4;
        Windows windows = new Windows(Http2Codec.SERVER_WINDOW);
        Semaphore taken = new Semaphore(AHEAD);
        ScriptedOrigin origin = sending(streams, windows, taken);

        FrameClient client = reading(origin, streams, taken);

        assertThat(windows.total())
                .isBetween(
                        (long) GrowingFlowController.MOST_GROWTH / 2,
                        (long) GrowingFlowController.MOST_GROWTH + streams * Http2Codec.SERVER_WINDOW);
        client.raw().close();
        await().until(() -> GrowingFlowController.ofAll() == 0);
    }

    @Test
    void aLongRequestThatIsReadImmediatelyOpensItsWindow() throws Exception {
        AtomicLong received = new AtomicLong();
        Semaphore taken = new Semaphore(AHEAD);
        ScriptedOrigin origin = server(server -> {
            int stream = server.request().stream();
            server.send(FrameClient.WINDOW_UPDATE, 0, 0, FrameClient.number(1 << 30));
            server.send(FrameClient.WINDOW_UPDATE, 0, stream, FrameClient.number(1 << 30));
            FrameClient.Frame frame;
            do {
                frame = server.await(FrameClient.DATA);
                long before = received.getAndAdd(frame.payload().length);
                taken.release((int) (received.get() / PIECE - before / PIECE));
            } while (!frame.endsStream());
            server.ok(stream);
            server.drain();
        });
        FrameClient client = client(origin);
        client.await(FrameClient.SETTINGS, 0);
        client.send(FrameClient.SETTINGS, FrameClient.ACK, 0);
        Windows windows = new Windows(Http2Codec.WINDOW);
        client.request(1, false, "POST", "https://" + authority(origin) + "/");
        for (int sent = 0; sent < LENGTH; sent += PIECE) {
            while (!windows.take(1)) {
                FrameClient.Frame frame = client.next();
                if (frame.type() == FrameClient.WINDOW_UPDATE) {
                    windows.update(frame);
                }
            }
            taken.acquireUninterruptibly();
            client.data(1, sent + PIECE == LENGTH, new byte[PIECE]);
        }

        assertThat(client.answer(1).body()).isEqualTo("ok");
        assertThat(received).hasValue(LENGTH);
        assertThat(windows.total()).isBetween((long) GrowingFlowController.MOST / 4, (long) GrowingFlowController.MOST);
    }
}
