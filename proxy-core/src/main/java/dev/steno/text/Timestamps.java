package dev.steno.text;

import dev.steno.flow.Times;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Formats points in time, given in nanoseconds since the epoch. Pure. */
public final class Timestamps {
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

    /** Whether the time is in the current day of the person's time zone. */
    public static boolean isToday(long epochNanos) {
        ZoneId zone = ZoneId.systemDefault();
        return Times.instant(epochNanos).atZone(zone).toLocalDate().equals(LocalDate.now(zone));
    }

    /** The offset of the person's time zone from UTC at a time, as in {@code UTC+01:00}. */
    public static String zone(long epochNanos) {
        ZoneOffset offset = ZoneId.systemDefault().getRules().getOffset(Times.instant(epochNanos));
        return offset.equals(ZoneOffset.UTC) ? "UTC" : "UTC" + offset;
    }
}
