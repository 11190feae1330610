package dev.steno.flow;

import java.time.Instant;

/** Points in time and durations of the record: nanoseconds as {@code long}, and one value that means "unknown". */
public final class Times {
    /** A time or duration that is unknown or has not been reached. */
    public static final long UNSET = Long.MIN_VALUE;

    private Times() {}

    /** The current wall-clock time, nanoseconds since the epoch. */
    public static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /** Whether a time or duration is known. */
    public static boolean isSet(long time) {
        return time != UNSET;
    }

    /** Converts nanoseconds since the epoch. */
    public static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, 1_000_000_000L), Math.floorMod(epochNanos, 1_000_000_000L));
    }
}
