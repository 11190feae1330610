package dev.steno.mock.key;

import java.util.Locale;

/**
 * A hash of all that must be equal of two requests: 128 bits of SHA-256, so that equal digests mean equal parts. Immutable.
 *
 * @param high its first 64 bits
 * @param low the next ones
 */
public record RequestDigest(long high, long low) {

    /** As 32 hexadecimal digits. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%016x%016x", high, low);
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws NumberFormatException if it is not that
     */
    public static RequestDigest parse(String text) {
        if (text.length() != 32) {
            throw new NumberFormatException("a digest has 32 hexadecimal digits, not " + text.length());
        }
        return new RequestDigest(
                Long.parseUnsignedLong(text.substring(0, 16), 16), Long.parseUnsignedLong(text.substring(16), 16));
    }
}
