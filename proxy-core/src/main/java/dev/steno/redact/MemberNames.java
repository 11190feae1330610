package dev.steno.redact;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the names of secret members at a colon, from their end: most are told by a byte or two. Names are in ASCII, and
 * ignore case. Immutable; any thread.
 */
final class MemberNames {
    /** Bytes of a name in which every character is escaped, for each of its characters. */
    private static final int ESCAPE = 6;

    private final long[] lengths = new long[256]; // by the last byte: a bit for each length of a name that ends with it
    private final int longest;

    /** @param names of at most 63 characters each */
    MemberNames(Collection<String> names) {
        int most = 0;
        for (String name : names) {
            int last = name.charAt(name.length() - 1);
            long bit = 1L << name.length();
            lengths[Character.toLowerCase(last)] |= bit;
            lengths[Character.toUpperCase(last)] |= bit;
            most = Math.max(most, name.length());
        }
        longest = most;
    }

    /** Bytes before a colon that can tell which member it is, blanks apart. */
    int reach() {
        return ESCAPE * longest + 3;
    }

    /**
     * The name that ends with a quotation mark, if one of its length is known, without a look at it.
     *
     * @param end the position of the mark
     * @param from the first position that is known
     * @return null if there is none
     */
    @Nullable
    String before(byte[] data, int from, int end) {
        if (end <= from) {
            return null;
        }
        for (long left = lengths[data[end - 1] & 0xFF]; left != 0; left &= left - 1) {
            int begin = end - 1 - Long.numberOfTrailingZeros(left);
            if (begin >= from && data[begin] == '"' && !isEscaped(data, from, begin)) {
                return new String(data, begin + 1, end - begin - 1, StandardCharsets.US_ASCII);
            }
        }
        return null;
    }

    /** As {@link #before}, for a name that may have escapes, with its escapes. */
    @Nullable
    String escapedBefore(byte[] data, int from, int end) {
        int least = Math.max(from, end - reach());
        boolean escapes = false;
        for (int at = end - 1; at >= least; at--) {
            if (data[at] == '"' && !isEscaped(data, from, at)) {
                return escapes ? new String(data, at + 1, end - at - 1, StandardCharsets.UTF_8) : null;
            }
            escapes |= data[at] == '\\';
        }
        return null;
    }

    private static boolean isEscaped(byte[] data, int from, int quote) {
        int at = quote;
        while (at > from && data[at - 1] == '\\') {
            at--;
        }
        return (quote - at & 1) == 1;
    }
}
