package dev.steno.bench.session;

import java.util.Locale;

/** Parses numbers of flows from the command line. */
public final class Counts {
    private Counts() {}

    /**
     * Parses a number such as {@code 500}, {@code 10k} or {@code 1m}.
     *
     * @throws IllegalArgumentException if the text has another form or the number is below 1
     */
    public static long parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT).replace("_", "").replace(",", "");
        long unit = lower.endsWith("k") ? 1_000 : lower.endsWith("m") ? 1_000_000 : 1;
        String digits = unit == 1 ? lower : lower.substring(0, lower.length() - 1);
        try {
            long count = Math.multiplyExact(Long.parseLong(digits), unit);
            if (count > 0) {
                return count;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("not a number of flows: " + text + "; write 500, 10k or 1m", e);
        }
        throw new IllegalArgumentException("a number of flows is 1 or more, not " + text);
    }
}
