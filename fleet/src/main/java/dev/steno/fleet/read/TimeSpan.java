package dev.steno.fleet.read;

import dev.steno.flow.Times;

/**
 * A span of time that one query covers, in nanoseconds since the epoch, both ends included. It ends where a day (UTC) ends,
 * so that a query opens the tables of as few days as possible. Immutable.
 */
record TimeSpan(long first, long last) {
    static final long DAY = 86_400_000_000_000L;

    /** All of time. */
    static final TimeSpan EVER = new TimeSpan(Long.MIN_VALUE, Long.MAX_VALUE);

    /**
     * Returns the span that begins with a time, in the direction of the reading.
     *
     * @param width upper bound on its length
     * @param days how many days it may touch
     */
    static TimeSpan from(long time, boolean reverse, long width, int days) {
        long day = Math.floorDiv(time, DAY);
        if (reverse) {
            long edge = atDay(day - (days - 1));
            return new TimeSpan(Math.max(edge, minus(time, width)), time);
        }
        long edge = atDay(day + days) - 1;
        return new TimeSpan(time, Math.max(time, Math.min(edge, plus(time, width))));
    }

    /** Returns the span in which most often the newest flows began: since yesterday, for as long as clocks may be ahead. */
    static TimeSpan recent() {
        return new TimeSpan(atDay(Math.floorDiv(Times.now(), DAY) - 1), Long.MAX_VALUE);
    }

    /** Returns the position from which reading goes on behind the span. */
    TimeKey end(boolean reverse) {
        return reverse ? TimeKey.before(first) : TimeKey.behind(last);
    }

    private static long atDay(long day) {
        if (day <= Math.floorDiv(Long.MIN_VALUE, DAY)) {
            return Long.MIN_VALUE;
        }
        return day > Math.floorDiv(Long.MAX_VALUE, DAY) ? Long.MAX_VALUE : day * DAY;
    }

    private static long minus(long time, long width) {
        return time < Long.MIN_VALUE + width ? Long.MIN_VALUE : time - width;
    }

    private static long plus(long time, long width) {
        return time > Long.MAX_VALUE - width ? Long.MAX_VALUE : time + width;
    }
}
