package dev.steno.mock.answer;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates in header fields (RFC 9110, 5.6.7), and their move to another time. Stateless. */
final class HttpDates {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    /** Dates of cookies have hyphens in the old style. */
    private static final DateTimeFormatter HYPHENS =
            DateTimeFormatter.ofPattern("EEE, dd-MMM-yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private static final Pattern EXPIRES = Pattern.compile("(?i)(;\\s*expires\\s*=\\s*)([^;]+)");

    private HttpDates() {}

    /** Returns a point in time; null if the text is no date. */
    static @Nullable Instant instant(@Nullable String date) {
        if (date == null) {
            return null;
        }
        try {
            return ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException other) {
            try {
                return HYPHENS.withZone(ZoneOffset.UTC).parse(date.strip(), Instant::from);
            } catch (DateTimeException notDate) {
                return null;
            }
        }
    }

    static String text(Instant time) {
        return DATE.format(time.atOffset(ZoneOffset.UTC));
    }

    /** Returns a date that is later by this; null if it is no date, or one of the past that marks something as expired. */
    static @Nullable String moved(String date, Duration by) {
        Instant time = instant(date);
        // 1970 and the like mean "never valid", which a move would make a time of some kind
        return time == null || time.getEpochSecond() < 86_400L * 366 ? null : text(time.plus(by));
    }

    /** Returns a Set-Cookie field whose cookie expires later by this; null if it names no such date. */
    static @Nullable String movedCookie(String field, Duration by) {
        Matcher expires = EXPIRES.matcher(field);
        if (!expires.find()) {
            return null;
        }
        String moved = moved(expires.group(2), by);
        return moved == null ? null : field.substring(0, expires.start(2)) + moved + field.substring(expires.end(2));
    }
}
