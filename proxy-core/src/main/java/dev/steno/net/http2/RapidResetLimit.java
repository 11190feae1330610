package dev.steno.net.http2;

import java.util.concurrent.TimeUnit;

/**
 * Limits the streams that a client opens and ends at once, by a reset (CVE-2023-44487) or by a protocol error
 * (CVE-2025-8671). The limit of concurrent streams does not count closed streams, so without this one the number of requests
 * is unlimited. Not counted are streams whose response has begun, since a client may want only a part of a body, and streams
 * that were open for {@link #EARLY_MILLIS}, since a client may lose patience: the limit of concurrent streams bounds both.
 * On the connection's event loop.
 */
final class RapidResetLimit {
    /** Upper bound on such streams in ten seconds: several web pages that were left while they loaded. */
    static final int MOST = 500;

    /** The time after which the end of a stream is not counted, in milliseconds. */
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
