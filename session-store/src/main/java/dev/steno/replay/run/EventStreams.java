package dev.steno.replay.run;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** For how long event streams are read, which may have no end (HTML, 9.2). Pure functions. */
final class EventStreams {
    /** The least time, so that a server gets a chance to send what it sent within microseconds. */
    private static final long LEAST = TimeUnit.SECONDS.toNanos(1);

    private EventStreams() {}

    /**
     * Returns for how long the response is read if it is an event stream again, in nanoseconds; 0 if it was none.
     *
     * @param given for all streams; zero for as long as each was recorded
     */
    static long time(HttpFlow recorded, Duration given) {
        HttpResponse response = recorded.response();
        String type = response == null ? null : response.headers().get("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
            return 0;
        }
        return given.isZero() ? Math.max(LEAST, recorded.duration()) : given.toNanos();
    }
}
