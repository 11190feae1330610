package dev.steno.net.channel;

import java.time.Duration;

/**
 * Tells the handlers of a connection, or of a stream, that its peer has taken nothing of what waits for it for the time that it may;
 * the connection is closed, or the stream reset, once they were told.
 *
 * @param limit the time that it may
 */
public record StalledWrite(Duration limit) {
    private static final long SHORTEST_NANOS = 10_000_000;

    /** After how many nanoseconds to look again: a few times within the limit. */
    public static long lookAfter(Duration limit) {
        return Math.max(SHORTEST_NANOS, limit.toNanos() / 4);
    }

    /** What a flow says of it. */
    public String by(String who) {
        return who + " took nothing of what was sent to it for " + limit.toMillis()
                + " ms (timed out; --write-timeout)";
    }
}
