package dev.steno.fleet.read;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When the flows of the last pages began, which never changes: a query that knows it opens the tables of one day, not of all.
 * For one thread at a time.
 */
final class KnownTimes {
    private static final int REMEMBERED = 16_384;

    private final Map<Long, Long> times = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    void put(long number, long time) {
        times.put(number, time);
    }

    /** Returns the time; null if it is not known. */
    @Nullable
    Long get(long number) {
        return times.get(number);
    }

    /** Returns the time as the span of a query; all of time if it is not known. */
    TimeSpan span(long number) {
        Long time = times.get(number);
        return time == null ? TimeSpan.EVER : new TimeSpan(time, time);
    }
}
