package dev.steno.sqlite.query;

import java.util.concurrent.TimeUnit;

/**
 * The number of flow numbers that a search covers in one read. It is small at first, so that the first matches appear
 * at once. Then it adapts so that a read takes 10 to 40 ms: long reads would delay checkpoints of the log and the
 * cancelling of the search. For one thread.
 */
public final class ReadSpan {
    private static final long FIRST = 256;
    private static final long LEAST = 64;
    private static final long MOST = 1 << 17;
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(40);

    private long width = FIRST;
    private long begun;

    /** Returns the last number of a read that begins with {@code first}. */
    long lastFrom(long first) {
        return first > Long.MAX_VALUE - width ? Long.MAX_VALUE : first + width - 1;
    }

    /** Returns the first number of a read that ends with {@code last}. */
    long firstTo(long last) {
        return Math.max(0, last - width + 1);
    }

    public void beginRead() {
        begun = System.nanoTime();
    }

    public void endRead() {
        long took = System.nanoTime() - begun;
        if (took < SHORT) {
            width = Math.min(2 * width, MOST);
        } else if (took > LONG) {
            width = Math.max(width / 2, LEAST);
        }
    }
}
