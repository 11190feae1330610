package dev.steno.replay.run;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Until when servers asked not to be sent requests (RFC 9110, 10.2.3; RFC 6585, 4). For the thread of the run. */
final class ServerPauses {
    /** Upper bound on the times that a request is sent. */
    private static final int MOST_ATTEMPTS = 6;

    /** Upper bound on a pause. */
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);

    private final Map<String, Long> until = new HashMap<>(); // by recorded host, the nanoTime

    /** Returns the {@link System#nanoTime} until which nothing is sent to a host; now if it has no pause. */
    long until(String host, long now) {
        if (until.isEmpty()) {
            return now;
        }
        Long end = until.get(host);
        if (end == null) {
            return now;
        }
        if (end - now <= 0) {
            until.remove(host);
            return now;
        }
        return end;
    }

    /** Whether a server asked for a request to be sent again later; its host has a pause then. */
    boolean mayBeSentAgain(Turn turn, HttpFlow answered, long now) {
        HttpResponse response = answered.response();
        if (response == null
                || turn.stopped
                || turn.attempts >= MOST_ATTEMPTS
                || response.status() != 429 && response.status() != 503) {
            return false;
        }
        String asked = response.headers().get("Retry-After");
        OptionalLong pause = asked == null ? OptionalLong.empty() : pause(asked.strip());
        pause.ifPresent(nanos -> until.merge(turn.host(), now + nanos, (one, other) -> one - other > 0 ? one : other));
        return pause.isPresent();
    }

    /** Returns the nanoseconds of a delay or until a date. */
    static OptionalLong pause(String text) {
        if (text.matches("\\d{1,9}")) {
            return OptionalLong.of(Math.min(LONGEST, TimeUnit.SECONDS.toNanos(Long.parseLong(text))));
        }
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            long millis = date.toEpochMilli() - System.currentTimeMillis();
            return OptionalLong.of(Math.min(LONGEST, TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis))));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }
}
