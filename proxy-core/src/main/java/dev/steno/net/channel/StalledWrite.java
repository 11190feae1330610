package dev.steno.net.channel;

import java.time.Duration;

/**
 * Event for the handlers of a connection or a stream: its peer has accepted no queued byte within the limit. The connection is
 * closed, or the stream reset, after the event was handled.
 *
 * @param limit the write timeout
 */
public record StalledWrite(Duration limit) {
    private static final long SHORTEST_NANOS = 10_000_000;

    /** After how many nanoseconds to look again: a few times within the limit. */
    public static long lookAfter(Duration limit) {
        return Math.max(SHORTEST_NANOS, limit.toNanos() / 4);
    }

    /** The message of the flow's error. */
    public String by(String who) {
        return who + " took nothing of what was sent to it for " + limit.toMillis()
                + " ms (timed out; --write-timeout)";
    }
}
