package dev.steno.source;

import dev.steno.flow.BodySource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Reads a stream on a thread where that may block. */
record StreamSource(long length, BodySources.Opener opener) implements BodySource {
    /** The largest piece, in bytes. */
    private static final int PIECE = 64 * 1024;

    @Override
    public Pieces open(Executor blocking) {
        return new Reading(blocking);
    }

    /** One reading. Its tasks run one after the other, so the stream is used by one thread at a time. */
    private final class Reading implements Pieces {
        private final Executor blocking;
        private CompletableFuture<@Nullable Piece> last = CompletableFuture.completedFuture(null);
        private @Nullable InputStream stream;
        private long left = length;

        Reading(Executor blocking) {
            this.blocking = blocking;
        }

        @Override
        public CompletionStage<@Nullable Piece> next() {
            last = CompletableFuture.supplyAsync(this::read, blocking);
            return last;
        }

        private @Nullable Piece read() {
            try {
                InputStream open = stream == null ? opener.open() : stream;
                stream = open;
                int most = left < 0 ? PIECE : (int) Math.min(left, PIECE);
                if (most == 0) {
                    return null;
                }
                byte[] piece = new byte[most];
                int count = open.read(piece);
                if (count < 0) {
                    return null;
                }
                left = left < 0 ? left : left - count;
                return new Piece(count == piece.length ? piece : Arrays.copyOf(piece, count), 0);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        }

        @Override
        public void close() {
            try {
                last.whenCompleteAsync((piece, error) -> closeStream(), blocking);
            } catch (RejectedExecutionException e) {
                // the process ends, which closes the file
            }
        }

        private void closeStream() {
            try {
                if (stream != null) {
                    stream.close();
                }
            } catch (IOException e) {
                // it was only read
            }
        }
    }
}
