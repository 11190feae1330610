package dev.steno.pace;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bits in a second. Immutable.
 *
 * @param bits 0 if nothing is sent; {@link Long#MAX_VALUE} for no limit
 */
public record Rate(long bits) {
    public static final Rate UNLIMITED = new Rate(Long.MAX_VALUE);
    public static final Rate NOTHING = new Rate(0);

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)(bit|kbit|mbit|gbit)?");

    /** The longest text of a rate that is shown when a rate is not valid. */
    public static final String ACCEPTED = "a rate such as 500kbit, 1.6mbit or 1gbit (kbit/s without a unit)";

    public Rate {
        if (bits < 0) {
            throw new IllegalArgumentException("bits below 0: " + bits);
        }
    }

    /** A rate in kbit/s. */
    public static Rate ofKbit(long kbit) {
        return new Rate(Math.multiplyExact(kbit, 1000));
    }

    /** @throws IllegalArgumentException if the text is not a rate above 0; the message says what to write */
    public static Rate parse(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        double number = form.matches() ? Double.parseDouble(form.group(1)) : 0;
        String unit = number > 0 && form.group(2) != null ? form.group(2) : "kbit";
        double bits = number
                * switch (unit) {
                    case "bit" -> 1;
                    case "kbit" -> 1e3;
                    case "mbit" -> 1e6;
                    default -> 1e9;
                };
        if (bits < 1 || bits > 1e15) {
            throw new IllegalArgumentException("\"" + text + "\" is not " + ACCEPTED);
        }
        return new Rate((long) bits);
    }

    public boolean isLimited() {
        return bits != Long.MAX_VALUE;
    }

    /** How long a number of bytes takes, in nanoseconds; {@link Long#MAX_VALUE} if they are never sent. */
    long nanos(int bytes) {
        return bits == 0 ? Long.MAX_VALUE : (long) (bytes * 8e9 / bits);
    }

    /** The number of bytes that take a time, at least 1. */
    int bytesIn(long nanos) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, bits / 8e9 * nanos));
    }
}
