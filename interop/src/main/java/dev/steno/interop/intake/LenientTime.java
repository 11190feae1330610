package dev.steno.interop.intake;

import dev.steno.flow.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Points in time as tools write them: ISO 8601 with its variants, RFC 1123, milliseconds since 1970. Stateless.
 *
 * @param nanos nanoseconds since the epoch; {@link Times#UNSET} if the text is no time
 * @param zoneMissing whether the text has no zone, so that UTC was assumed
 */
public record LenientTime(long nanos, boolean zoneMissing) {
    /** Not a time. */
    public static final LenientTime NONE = new LenientTime(Times.UNSET, false);

    private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})[Tt ](\\d{1,2}):(\\d{2})"
            + "(?::(\\d{2})(?:[.,](\\d+))?)?\\s*(?:([Zz])|([+-])(\\d{2}):?(\\d{2})?)?");
    private static final int LONGEST = 100;

    /** Reads a text. */
    public static LenientTime parse(@Nullable String text) {
        if (text == null || text.isBlank() || text.length() > LONGEST) {
            return NONE;
        }
        String trimmed = text.strip();
        Matcher iso = ISO.matcher(trimmed);
        try {
            if (iso.matches()) {
                return iso(iso);
            }
            if (Character.isLetter(trimmed.charAt(0))) {
                return of(
                        ZonedDateTime.parse(trimmed, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant(),
                        false);
            }
            double millis = Double.parseDouble(trimmed);
            return millis(millis);
        } catch (DateTimeException | NumberFormatException e) {
            return NONE;
        }
    }

    /** Reads milliseconds since 1970. */
    public static LenientTime millis(double millis) {
        // beyond these, nanoseconds do not fit into a long
        if (Double.isNaN(millis) || Math.abs(millis) > 9.2e12) {
            return NONE;
        }
        long whole = (long) Math.floor(millis);
        return new LenientTime(whole * 1_000_000 + Math.round((millis - whole) * 1_000_000), false);
    }

    private static LenientTime iso(Matcher iso) {
        int second = iso.group(6) == null ? 0 : Integer.parseInt(iso.group(6));
        LocalDateTime local = LocalDateTime.of(
                Integer.parseInt(iso.group(1)),
                Integer.parseInt(iso.group(2)),
                Integer.parseInt(iso.group(3)),
                Integer.parseInt(iso.group(4)),
                Integer.parseInt(iso.group(5)),
                Math.min(second, 59),
                nanos(iso.group(7)));
        boolean zoned = iso.group(8) != null || iso.group(9) != null;
        ZoneOffset offset = ZoneOffset.UTC;
        if (iso.group(9) != null) {
            int minutes = Integer.parseInt(iso.group(10)) * 60
                    + (iso.group(11) == null ? 0 : Integer.parseInt(iso.group(11)));
            offset = ZoneOffset.ofTotalSeconds((iso.group(9).equals("-") ? -minutes : minutes) * 60);
        }
        return of(local.toInstant(offset), !zoned);
    }

    private static int nanos(@Nullable String fraction) {
        if (fraction == null) {
            return 0;
        }
        return Integer.parseInt((fraction + "000000000").substring(0, 9));
    }

    private static LenientTime of(Instant instant, boolean zoneMissing) {
        try {
            return new LenientTime(
                    Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano()),
                    zoneMissing);
        } catch (ArithmeticException e) {
            throw new DateTimeParseException("beyond nanoseconds in a long", instant.toString(), 0, e);
        }
    }
}
