package dev.steno.text;

import java.util.Locale;

/**
 * Formats sizes and durations in the unit that gives the shortest text, rounded to three digits unless they are exact.
 * Stateless.
 */
public final class Quantity {
    private static final String[] SIZES = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Quantity() {}

    /** Bytes in powers of 1024 (IEC 80000-13): {@code 512 B}, {@code 1.50 KiB}, {@code 2.00 GiB}. */
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        do {
            value /= 1024;
            unit++;
            // 999.5 and more would be rounded to four digits
        } while (value >= 999.5 && unit < SIZES.length - 1);
        return threeDigits(value) + " " + SIZES[unit];
    }

    /** Nanoseconds: {@code 0.45 ms}, {@code 12.3 ms}, {@code 1.50 s}, {@code 2 min 5 s}, {@code 3 h 0 min}. */
    public static String duration(long nanos) {
        double millis = nanos / 1e6;
        if (millis < 999.5) {
            return threeDigits(millis) + " ms";
        }
        double seconds = millis / 1e3;
        if (seconds < 99.95) {
            return threeDigits(seconds) + " s";
        }
        long whole = Math.round(seconds);
        if (whole < 3600) {
            return whole / 60 + " min " + whole % 60 + " s";
        }
        return whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    /** {@code 1 flow}, {@code 1,234 flows}. */
    public static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }

    private static String threeDigits(double value) {
        int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
