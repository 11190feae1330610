package dev.steno.flow;

import java.time.Instant;

/** Points in time and durations in the record: {@code long} nanoseconds, with one value for "unknown". Stateless. */
public final class Times {
    /** An unknown time or duration. */
    public static final long UNSET = Long.MIN_VALUE;

    private Times() {}

    /** The current time, in nanoseconds since the epoch. */
    public static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /** Whether a time or duration is known. */
    public static boolean isSet(long time) {
        return time != UNSET;
    }

    /** A recorded point in time as an {@link Instant}. */
    public static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, 1_000_000_000L), Math.floorMod(epochNanos, 1_000_000_000L));
    }
}
