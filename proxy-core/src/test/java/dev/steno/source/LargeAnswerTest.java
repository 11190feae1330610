package dev.steno.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Recorder;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.BodySource;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import dev.steno.testing.proxy.ModeTest;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A file that is much larger than the heap, and a client that reads slowly: the file is read only as the client reads. */
class LargeAnswerTest extends ModeTest {
    private static final long SIZE = 2L << 30;

    /** The sockets' buffers, the queue of a connection and one piece. */
    private static final long MOST_AHEAD = 16L << 20;

    /** Records no byte of a body. */
    private static final class FactsOnly implements Addon, Recorder {
        @Override
        public void register(dev.steno.addon.Registrar registrar) {
            registrar.keepsRecord(this);
        }

        @Override
        public @Nullable String refusal() {
            return null;
        }

        @Override
        public boolean refuses() {
            return false;
        }

        @Override
        public boolean holdsEnds() {
            return false;
        }

        @Override
        public @Nullable CompletionStage<Void> kept() {
            return null;
        }

        @Override
        public long bodyLimit() {
            return 0;
        }
    }

    /** Counts the bytes that were read from a source. */
    private record Counted(BodySource source, AtomicLong count) implements BodySource {
        @Override
        public long length() {
            return source.length();
        }

        @Override
        public Pieces open(Executor blocking) {
            Pieces pieces = source.open(blocking);
            return new Pieces() {
                @Override
                public CompletionStage<@Nullable Piece> next() {
                    return pieces.next().thenApply(piece -> {
                        if (piece != null) {
                            count.addAndGet(piece.bytes().length);
                        }
                        return piece;
                    });
                }

                @Override
                public void close() {
                    pieces.close();
                }
            };
        }
    }

    @Test
    void aFileOfTwoGigabytesIsReadAsFastAsTheClientReads() throws Exception {
        Path file = files.resolve("large");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(SIZE);
        }
        AtomicLong read = new AtomicLong();
        HttpResponse answer = new HttpResponse(
                "HTTP/1.1",
                200,
                "OK",
                Headers.EMPTY,
                null,
                new Body.Source(new Counted(BodySources.file(file), read)),
                0,
                0);
        restartWith(
                this::settings,
                registrar ->
                        registrar.on(Hook.REQUEST_HEAD, Phase.DECIDE, (flow, context) -> new Verdict.Answer<>(answer)),
                new FactsOnly());

        Socket client = closing(new Socket());
        client.setReceiveBufferSize(64 * 1024);
        client.connect(new InetSocketAddress("127.0.0.1", proxy.port()));
        client.getOutputStream().write(latin1("GET http://mock.invalid/ HTTP/1.1\r\nHost: mock.invalid\r\n\r\n"));
        InputStream in = client.getInputStream();
        await().until(() -> read.get() > 0); // the client does not read yet

        byte[] buffer = new byte[1 << 20];
        long received = 0;
        long mostAhead = 0;
        while (received < SIZE) {
            int count = in.read(buffer);
            assertThat(count).isPositive();
            received += count;
            mostAhead = Math.max(mostAhead, read.get() - received);
        }
        assertThat(mostAhead).isLessThan(MOST_AHEAD);
        assertThat(read.get()).isEqualTo(SIZE);
        assertThat(proxy.http().response().body().trueSize()).isEqualTo(SIZE);
    }
}
