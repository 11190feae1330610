package dev.steno.cli.print;

import dev.steno.flow.Times;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Formats points in time, given in nanoseconds since the epoch. Pure. */
public final class Timestamps {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'");

    private Timestamps() {}

    /** For programs: ISO 8601 in UTC with nine fractional digits, so that texts sort by time. */
    public static String iso(long epochNanos) {
        return ISO.format(Times.instant(epochNanos).atOffset(ZoneOffset.UTC));
    }

    /** For people, in their time zone. */
    public static String local(long epochNanos) {
        return LOCAL.format(Times.instant(epochNanos).atZone(ZoneId.systemDefault()));
    }

    /** The time of day alone, for people. */
    static String clock(long epochNanos) {
        return CLOCK.format(Times.instant(epochNanos).atZone(ZoneId.systemDefault()));
    }
}
