package dev.steno.exchange.body;

import dev.steno.flow.BodySource;
import dev.steno.flow.Headers;
import dev.steno.text.FileErrors;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the body that a handler gave into the transfer of its message: reads a piece whenever the receiver accepts more,
 * at the pace that the source gives, and holds one piece at most. On the exchange's event loop.
 */
public final class BodyFeed {
    private final Receiver to;
    private final Consumer<String> failed;
    private final ExchangeLoop loop;
    private final @Nullable Headers trailers;
    private final long length;
    private final BodySource.Pieces pieces;
    private long fed; // bytes
    private long sentAt = System.nanoTime(); // when the previous piece was due
    private boolean wanted; // the receiver accepts more
    private boolean reading; // a piece was asked for and not delivered yet
    private boolean closed;

    /** Takes the body. */
    public interface Receiver {
        void data(byte[] bytes);

        /** @param trailers null for none */
        void end(@Nullable Headers trailers);
    }

    /**
     * @param trailers of the message; null for none
     * @param failed called with a predicate if the source fails
     */
    public BodyFeed(
            BodySource source, @Nullable Headers trailers, Receiver to, Consumer<String> failed, ExchangeLoop loop) {
        this.to = to;
        this.failed = failed;
        this.loop = loop;
        this.trailers = trailers;
        this.length = source.length();
        this.pieces = source.open(loop.blocking());
    }

    /** Whether the receiver accepts more now. */
    public void setWanted(boolean now) {
        wanted = now;
        readNext();
    }

    private void readNext() {
        if (!wanted || reading || closed) {
            return;
        }
        reading = true;
        try {
            pieces.next().whenComplete((piece, error) -> loop.soon(() -> arrived(piece, error)));
        } catch (RuntimeException e) {
            loop.soon(() -> arrived(null, e));
        }
    }

    private void arrived(BodySource.@Nullable Piece piece, @Nullable Throwable error) {
        if (closed) {
            return;
        }
        if (error != null) {
            Throwable cause =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            fail("could not be read: " + FileErrors.reason(cause));
        } else if (piece == null) {
            finish();
        } else if (piece.pause() > 0) {
            long now = System.nanoTime();
            long due = Math.max(sentAt + piece.pause(), now - piece.pause()); // late pieces do not catch up by a burst
            sentAt = due;
            if (due > now) {
                loop.later(due - now, () -> deliver(piece.bytes()));
            } else {
                deliver(piece.bytes());
            }
        } else {
            sentAt = System.nanoTime();
            deliver(piece.bytes());
        }
    }

    private void deliver(byte[] bytes) {
        if (closed) {
            return;
        }
        reading = false;
        if (length >= 0 && fed + bytes.length > length) {
            fail("has more than the " + length + " bytes that were announced");
            return;
        }
        fed += bytes.length;
        if (bytes.length > 0) {
            to.data(bytes);
        }
        readNext();
    }

    private void finish() {
        if (length >= 0 && fed < length) {
            fail("ended after " + fed + " of " + length + " bytes");
            return;
        }
        close();
        to.end(trailers);
    }

    private void fail(String what) {
        close();
        failed.accept(what);
    }

    /** Stops; a piece that arrives later is ignored. */
    public void close() {
        if (!closed) {
            closed = true;
            pieces.close();
        }
    }
}
