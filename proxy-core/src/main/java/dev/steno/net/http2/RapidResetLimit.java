package dev.steno.net.http2;

import java.util.concurrent.TimeUnit;

/**
 * Bounds the streams that a client opens and ends at once, by a reset (CVE-2023-44487) or by breaking the protocol
 * (CVE-2025-8671): a stream that is over does not count as concurrent, so it would bring requests without any bound. Not
 * counted are streams whose response had begun, as those of clients that want a body's first part, and streams that were open
 * for {@link #EARLY_MILLIS}, as those of clients that lose patience: the bound of concurrent streams holds for both. On the
 * connection's event loop.
 */
final class RapidResetLimit {
    /** Streams in ten seconds, which is several pages left as soon as they began to load. */
    static final int MOST = 500;

    /** How long a stream has to be open for its end not to count. */
    static final long EARLY_MILLIS = 100;

    private static final long EARLY = TimeUnit.MILLISECONDS.toNanos(EARLY_MILLIS);
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(10);

    private long windowStart = System.nanoTime();
    private int inWindow;

    /**
     * The client ended a stream that had no response.
     *
     * @param opened when the stream was opened, as of {@link System#nanoTime}
     * @return whether the limit is exceeded by it
     */
    boolean exceededBy(long opened) {
        long now = System.nanoTime();
        if (now - opened >= EARLY) {
            return false;
        }
        if (now - windowStart > WINDOW) {
            windowStart = now;
            inWindow = 0;
        }
        return ++inWindow > MOST;
    }
}
