package dev.steno.exchange;

import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/**
 * Bounds how much of one side's compressed bytes are inflated before other connections are served: DEFLATE makes up to 1032 bytes of
 * one (zlib's documentation), so that a frame of 60 KB would hold the event loop for a second. The bytes are looked at in small pieces,
 * and once enough came out of them the rest waits for another turn, while the side is not read. On the stream's event loop.
 */
final class InflateBudget {
    /** What one turn makes, in bytes, before it ends; less than a millisecond's work. */
    static final int MADE = 128 * 1024;

    /** Bytes that are looked at at once; at most 264 KB come out of them. */
    static final int PIECE = 256;

    private final StreamWire wire;
    private final boolean compressed;
    private final LongSupplier made;
    private final ArrayDeque<Runnable> drainActions = new ArrayDeque<>(0);
    private long begun;
    private boolean deferred;

    /**
     * @param compressed whether there can be compressed messages; turns have no end if not
     * @param made counts what was inflated so far
     */
    InflateBudget(StreamWire wire, boolean compressed, LongSupplier made) {
        this.wire = wire;
        this.compressed = compressed;
        this.made = made;
    }

    /** Whether nothing is to be read at present, since the next turn has not come. */
    boolean isDeferred() {
        return deferred;
    }

    void startTurn() {
        begun = made.getAsLong();
    }

    /** Whether enough was made; what is left is for {@link #continueLater}. */
    boolean isSpent() {
        return compressed && made.getAsLong() - begun >= MADE;
    }

    /** Up to where to read at once. */
    int readLimit(int from, int to) {
        return compressed ? Math.min(to, from + PIECE) : to;
    }

    /** Has the rest read in the next turn. */
    void continueLater(Runnable action) {
        deferred = true;
        wire.runLater(() -> {
            deferred = false;
            action.run();
        });
    }

    /** Runs the action once nothing waits for a turn: now, as a rule. */
    void whenDrained(Runnable action) {
        if (deferred) {
            drainActions.add(action);
        } else {
            action.run();
        }
    }

    /** All was read. */
    void inputRead() {
        while (!deferred && !drainActions.isEmpty()) {
            drainActions.remove().run();
        }
    }
}
