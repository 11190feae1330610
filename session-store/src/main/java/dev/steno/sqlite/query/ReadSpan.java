package dev.steno.sqlite.query;

import java.util.concurrent.TimeUnit;

/**
 * How many flow numbers a search looks at in one read: few at first, so that the first matches come at once, then as many as keep
 * a read short, so that the writer can move its log into the file and whoever cancels does not wait. For one thread.
 */
public final class ReadSpan {
    private static final long FIRST = 256;
    private static final long LEAST = 64;
    private static final long MOST = 1 << 17;
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(40);

    private long width = FIRST;
    private long begun;

    /** The last number of a read that begins here. */
    long lastFrom(long first) {
        return first > Long.MAX_VALUE - width ? Long.MAX_VALUE : first + width - 1;
    }

    /** The first number of a read that ends here. */
    long firstTo(long last) {
        return Math.max(0, last - width + 1);
    }

    public void begin() {
        begun = System.nanoTime();
    }

    public void end() {
        long took = System.nanoTime() - begun;
        if (took < SHORT) {
            width = Math.min(2 * width, MOST);
        } else if (took > LONG) {
            width = Math.max(width / 2, LEAST);
        }
    }
}
