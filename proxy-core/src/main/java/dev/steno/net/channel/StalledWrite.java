package dev.steno.net.channel;

import java.time.Duration;

/**
 * User event for the handlers of a connection or a stream: its peer has accepted none of the queued bytes within the limit. The
 * connection is closed, or the stream reset, after the event has passed the pipeline.
 *
 * @param limit the write timeout
 */
public record StalledWrite(Duration limit) {
    private static final long SHORTEST_NANOS = 10_000_000;

    /** The interval between two checks, in nanoseconds: a quarter of the limit, at least 10 ms. */
    public static long lookAfter(Duration limit) {
        return Math.max(SHORTEST_NANOS, limit.toNanos() / 4);
    }

    /** The message of the flow's error. */
    public String by(String who) {
        return who + " accepted none of the bytes queued for it for " + limit.toMillis()
                + " ms (timed out; --write-timeout)";
    }
}
