package dev.steno.cli.print;

import dev.steno.flow.Times;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Points in time as text. */
public final class Timestamps {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'");

    private Timestamps() {}

    /** For programs: ISO 8601 in UTC with nine digits, so that the order of the texts is the order in time. */
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
