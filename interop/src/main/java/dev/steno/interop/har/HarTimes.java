package dev.steno.interop.har;

import dev.steno.flow.Times;

/** The points in time of an entry, from its start and the lengths of its phases. Stateless. */
final class HarTimes {
    private static final double LONGEST = 9.2e12;
    private static final int SEND = 3;
    private static final int WAIT = 4;
    private static final int RECEIVE = 5;

    private HarTimes() {}

    /** Returns a duration in nanoseconds; {@link Times#UNSET} for what is none: negative, not a number, or too long. */
    static long nanos(double millis) {
        return millis >= 0 && millis < LONGEST ? Math.round(millis * 1e6) : Times.UNSET;
    }

    /** Returns the time that the entry took. */
    static long duration(HarEntry entry) {
        long named = nanos(entry.time);
        return Times.isSet(named) || isNegative(entry.time) ? named : after(0, entry, RECEIVE);
    }

    /** A negative time says that there was no response. */
    private static boolean isNegative(double time) {
        return time < 0;
    }

    /** Returns when the request was sent. */
    static long requestEnded(long started, HarEntry entry) {
        return after(started, entry, SEND);
    }

    /** Returns when the response began. */
    static long responseStarted(long started, HarEntry entry) {
        return after(started, entry, WAIT);
    }

    /** Returns when the response ended. */
    static long responseEnded(long started, HarEntry entry) {
        return after(started, entry, RECEIVE);
    }

    /** Returns the end of a phase; {@link Times#UNSET} if it does not apply, or the start is unknown. */
    private static long after(long started, HarEntry entry, int last) {
        if (!Times.isSet(started) || !Times.isSet(nanos(entry.phases[last]))) {
            return Times.UNSET;
        }
        long at = started;
        for (int phase = 0; phase <= last; phase++) {
            long length = nanos(entry.phases[phase]);
            at += Times.isSet(length) ? length : 0;
        }
        return at < started ? Times.UNSET : at;
    }
}
