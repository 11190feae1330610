package dev.steno.mock.answer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a representation that a Range field asks for (RFC 9110, 14.1.2). Immutable.
 *
 * @param from the first byte, counted from 0
 * @param length number of bytes; 0 if the range lies beyond the end
 */
record AskedRange(long from, long length) {
    private static final Pattern ONE = Pattern.compile("(?i)bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /**
     * Reads a Range field.
     *
     * @param size bytes of the whole representation
     * @return null if the field is to be ignored: it is not valid, or asks for several ranges
     */
    static @Nullable AskedRange of(@Nullable String range, long size) {
        Matcher ends = ONE.matcher(range == null ? "" : range);
        if (!ends.matches() || ends.group(1).isEmpty() && ends.group(2).isEmpty()) {
            return null;
        }
        if (ends.group(1).isEmpty()) {
            long last = Math.min(Long.parseLong(ends.group(2)), size);
            return new AskedRange(size - last, last);
        }
        long from = Long.parseLong(ends.group(1));
        long named = ends.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(ends.group(2));
        if (named < from) {
            return null;
        }
        return from >= size ? new AskedRange(0, 0) : new AskedRange(from, Math.min(named, size - 1) - from + 1);
    }

    /** Returns the Content-Range of this part. */
    String contentRange(long size) {
        return length == 0 ? "bytes */" + size : "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
