package dev.steno.replay.run;

import dev.steno.flow.Flow;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How far event streams are read, which may have no end (HTML, 9.2). Pure functions. */
final class EventStreams {
    /** The least time, so that a server gets a chance to send what it sent within microseconds. */
    private static final long LEAST = TimeUnit.SECONDS.toNanos(1);

    private EventStreams() {}

    /**
     * Returns after which time the response is complete if it is an event stream again, in nanoseconds; 0 if only its events, or
     * its end, make it complete.
     *
     * @param events how many were recorded; negative if the response was no event stream
     * @param given for all streams; zero for none
     */
    static long time(Flow recorded, long events, Duration given) {
        if (events < 0) {
            return 0;
        }
        return !given.isZero() ? given.toNanos() : events == 0 ? Math.max(LEAST, recorded.duration()) : 0;
    }

    /** Returns for how long a server may still end a stream that has its events, in nanoseconds: if it did so in the record. */
    static long grace(Flow recorded) {
        return recorded.error() == null ? LEAST : 0;
    }
}
