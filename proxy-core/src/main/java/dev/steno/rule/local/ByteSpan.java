package dev.steno.rule.local;

import org.jspecify.annotations.Nullable;

/**
 * The part of a representation that a Range field asks for (RFC 9110, 14.1.2). Immutable.
 *
 * @param from the first byte, counted from 0
 * @param length number of bytes; 0 if the range lies beyond the end
 */
record ByteSpan(long from, long length) {

    /**
     * Reads a Range field.
     *
     * @param size bytes of the whole representation
     * @return null if the field is to be ignored: it is not valid, or asks for several ranges
     */
    static @Nullable ByteSpan of(@Nullable String range, long size) {
        if (range == null || !range.regionMatches(true, 0, "bytes=", 0, 6)) {
            return null;
        }
        String[] ends = range.substring(6).strip().split("-", -1);
        if (ends.length != 2 || !isNumber(ends[0]) || !isNumber(ends[1]) || ends[0].isEmpty() && ends[1].isEmpty()) {
            return null;
        }
        if (ends[0].isEmpty()) {
            long last = Math.min(Long.parseLong(ends[1]), size);
            return new ByteSpan(size - last, last);
        }
        long from = Long.parseLong(ends[0]);
        long to = ends[1].isEmpty() ? size - 1 : Math.min(Long.parseLong(ends[1]), size - 1);
        if (!ends[1].isEmpty() && Long.parseLong(ends[1]) < from) {
            return null;
        }
        return from >= size ? new ByteSpan(0, 0) : new ByteSpan(from, to - from + 1);
    }

    private static boolean isNumber(String text) {
        return text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
