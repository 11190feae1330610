package dev.steno.flow;

import java.time.Instant;

/** Points in time and durations as the record keeps them: {@code long} nanoseconds, with one value for "not known". */
public final class Times {
    /** Stands for a time or duration that was never set. */
    public static final long UNSET = Long.MIN_VALUE;

    private Times() {}

    /** The present, in nanoseconds since the epoch. */
    public static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /** Whether a time or duration was set. */
    public static boolean isSet(long time) {
        return time != UNSET;
    }

    /** A point in time of the record as an {@link Instant}. */
    public static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, 1_000_000_000L), Math.floorMod(epochNanos, 1_000_000_000L));
    }
}
