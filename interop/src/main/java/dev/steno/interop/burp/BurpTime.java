package dev.steno.interop.burp;

import dev.steno.flow.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A time as Java's {@code Date.toString()} writes it: {@code Tue Jan 10 17:55:22 EST 2023}. Immutable.
 *
 * @param nanos nanoseconds since the epoch; {@link Times#UNSET} if the text is no such time
 * @param guessed whether the abbreviation of the zone stands for several zones
 */
record BurpTime(long nanos, boolean guessed) {
    private static final BurpTime NONE = new BurpTime(Times.UNSET, false);
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss zzz yyyy", Locale.US);
    private static final int LONGEST = 60;

    /** Zones that stand for one offset, such as {@code GMT+05:30}. */
    private static final Pattern SURE = Pattern.compile(" (UTC|GMT)([+-]\\d\\d:\\d\\d)? ");

    static BurpTime parse(String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            return NONE;
        }
        try {
            ZonedDateTime time = ZonedDateTime.parse(text.strip().replaceAll(" +", " "), FORMAT);
            Instant instant = time.toInstant();
            long nanos = Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
            boolean sure = SURE.matcher(text).find();
            return new BurpTime(nanos, !sure);
        } catch (DateTimeException | ArithmeticException e) {
            return NONE;
        }
    }
}
