package dev.steno.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * One line of the log. Immutable.
 *
 * @param number from 1, ascending
 * @param subject what the line is about, such as {@code session}; without spaces
 * @param text a sentence without control characters
 */
public record LogLine(long number, Instant time, LogLevel level, String subject, String text) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    /** Returns the line as a file has it: {@code 2026-01-31T12:00:00.123Z WARNING session: ...}. */
    public String toText() {
        return TIME.format(time) + " " + level + " " + subject + ": " + text;
    }
}
