package dev.steno.exchange.stream;

import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/**
 * Bounds the bytes that one direction of a WebSocket inflates in one turn of the event loop, before other connections
 * are served. DEFLATE expands data by up to 1032 times (zlib's documentation), so inflating a single frame of 60 KB
 * could occupy the loop for a second. The input is read in small pieces. Once the output of a turn reaches the budget,
 * the rest of the input is deferred to another turn, and reading of the direction is paused until then. On the stream's
 * event loop.
 */
public final class InflateBudget {
    /** Inflated bytes after which a turn ends; less than a millisecond of work. */
    public static final int MADE = 128 * 1024;

    /** Input bytes that are inflated without checking the budget; they expand to 264 KB at most. */
    public static final int PIECE = 256;

    private final StreamWire wire;
    private final boolean compressed;
    private final LongSupplier made;
    private final ArrayDeque<Runnable> drainActions = new ArrayDeque<>(0);
    private long begun;
    private boolean deferred;

    /**
     * @param compressed whether compression was negotiated; if not, the budget is unlimited
     * @param made returns the number of bytes inflated so far
     */
    public InflateBudget(StreamWire wire, boolean compressed, LongSupplier made) {
        this.wire = wire;
        this.compressed = compressed;
        this.made = made;
    }

    /** Whether input is deferred to a turn that has not begun; no input may be read before that turn. */
    public boolean isDeferred() {
        return deferred;
    }

    public void startTurn() {
        begun = made.getAsLong();
    }

    /** Whether this turn has used up its budget; the rest of the input is left to {@link #continueLater}. */
    public boolean isSpent() {
        return compressed && made.getAsLong() - begun >= MADE;
    }

    /** The end of the input that may be read before the budget is checked again. */
    public int readLimit(int from, int to) {
        return compressed ? Math.min(to, from + PIECE) : to;
    }

    /** Runs the action, which reads the rest, in the next turn. */
    public void continueLater(Runnable action) {
        deferred = true;
        wire.runLater(() -> {
            deferred = false;
            action.run();
        });
    }

    /** Runs the action once no input is deferred; normally before this method returns. */
    public void whenDrained(Runnable action) {
        if (deferred) {
            drainActions.add(action);
        } else {
            action.run();
        }
    }

    /** The turn has ended: runs the waiting actions, unless input was deferred. */
    public void inputRead() {
        while (!deferred && !drainActions.isEmpty()) {
            drainActions.remove().run();
        }
    }
}
