package dev.steno.mock.answer;

import dev.steno.flow.Body;
import dev.steno.flow.BodySource;
import dev.steno.flow.PieceTimes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A stored body that is sent in the pieces, and with the pauses, in which it was recorded. Immutable. */
record PacedBody(Body.Stored body, BodySupply bytes, PieceSupply times) implements BodySource {

    /** Unknown, as that of the stream that was recorded. */
    @Override
    public long length() {
        return -1;
    }

    @Override
    public Pieces open(Executor blocking) {
        return new Reading(blocking);
    }

    /** One reading. Its tasks run one after the other, so the stream is used by one thread at a time. */
    private final class Reading implements Pieces {
        private final Executor blocking;
        private final ArrayDeque<PieceTimes.Piece> ahead = new ArrayDeque<>(); // those of one chunk
        private CompletableFuture<@Nullable Piece> last = CompletableFuture.completedFuture(null);
        private @Nullable InputStream stream;
        private int sequence;

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
                if (ahead.isEmpty()) {
                    ahead.addAll(times.pieces(body.id(), sequence++));
                }
                PieceTimes.Piece piece = ahead.poll();
                if (piece == null) {
                    return null;
                }
                InputStream open = stream == null ? bytes.open(body) : stream;
                stream = open;
                byte[] read = open.readNBytes(piece.length());
                if (read.length < piece.length()) {
                    throw new EOFException("the recorded body is shorter than its pieces");
                }
                return new Piece(read, piece.pause());
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
