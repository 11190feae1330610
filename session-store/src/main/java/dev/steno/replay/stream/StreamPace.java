package dev.steno.replay.stream;

import java.time.Duration;

/**
 * When the client of a stream sends what was recorded. Immutable.
 *
 * @param timed whether it follows the recorded times; otherwise lockstep: it sends once the server has sent as much as preceded in
 *     the record
 * @param speed by which recorded times are divided; above 0
 * @param longest upper bound on the time between two messages, in nanoseconds, after the division
 * @param patience how much longer than recorded a wait for the server may be, and the whole stream; zero for no bound
 */
public record StreamPace(boolean timed, double speed, long longest, Duration patience) {
    /** In lockstep. */
    public static StreamPace lockstep(Duration patience) {
        return new StreamPace(false, 1, Long.MAX_VALUE, patience);
    }

    /** Returns how long a recorded time is. */
    long scaled(long nanos) {
        return timed ? Math.min(longest, Math.round(nanos / speed)) : nanos;
    }
}
