package dev.steno.redact.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the names of secret members at the quotation mark that ends them: most others are told by their last two bytes.
 * Names are in ASCII, and ignore case. Immutable; any thread.
 */
final class MemberNames {
    /** Bytes of a character of a name that is escaped. */
    private static final int ESCAPE = 6;

    private static final int PLACES = 1024;
    private static final byte[] LOWER = new byte[256];

    static {
        for (int b = 0; b < LOWER.length; b++) {
            LOWER[b] = (byte) (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b);
        }
    }

    private final byte[][][] names =
            new byte[PLACES][][]; // by their last two bytes, with the mark before them; in lower case
    private final int[][] rules = new int[PLACES][];
    private final int longest;

    /** @param named the rule of each name */
    MemberNames(Map<String, Integer> named) {
        int most = 0;
        for (Map.Entry<String, Integer> each : named.entrySet()) {
            byte[] name = ('"' + each.getKey()).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < name.length; i++) {
                name[i] = lower(name[i]);
            }
            int place = place(name, name.length);
            byte[][] there = names[place];
            int[] known = rules[place];
            int count = there == null ? 0 : there.length;
            byte[][] more = there == null ? new byte[1][] : Arrays.copyOf(there, count + 1);
            int[] next = known == null ? new int[1] : Arrays.copyOf(known, count + 1);
            more[count] = name;
            next[count] = each.getValue();
            names[place] = more;
            rules[place] = next;
            most = Math.max(most, name.length - 1);
        }
        longest = most;
    }

    private static byte lower(byte b) {
        return LOWER[b & 0xFF];
    }

    private static int place(byte[] data, int end) {
        return (lower(data[end - 1]) << 5 ^ lower(data[end - 2])) & PLACES - 1;
    }

    /** Bytes before a colon that can tell which member it is, blanks apart. */
    int reach() {
        return ESCAPE * longest + 3;
    }

    /**
     * The rule of the name that ends before a quotation mark.
     *
     * @param end the position of the mark
     * @return -1 if there is none, or its name has escapes
     */
    int rule(byte[] data, int end) {
        if (end < 2) {
            return -1;
        }
        int place = place(data, end);
        byte[][] there = names[place];
        if (there != null) {
            for (int i = 0; i < there.length; i++) {
                int begin = end - there[i].length;
                if (begin >= 0 && isAt(there[i], data, begin) && !isEscaped(data, begin)) {
                    return rules[place][i];
                }
            }
        }
        return -1;
    }

    private static boolean isAt(byte[] name, byte[] data, int begin) {
        for (int i = name.length - 1; i >= 0; i--) {
            if (lower(data[begin + i]) != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** The name that ends before a quotation mark as it is written, if it has escapes; else null. */
    @Nullable
    String escapedBefore(byte[] data, int end) {
        int least = Math.max(0, end - reach());
        boolean escapes = false;
        for (int at = end - 1; at >= least; at--) {
            if (data[at] == '"' && !isEscaped(data, at)) {
                return escapes ? new String(data, at + 1, end - at - 1, StandardCharsets.UTF_8) : null;
            }
            escapes |= data[at] == '\\';
        }
        return null;
    }

    private static boolean isEscaped(byte[] data, int quote) {
        int at = quote;
        while (at > 0 && data[at - 1] == '\\') {
            at--;
        }
        return (quote - at & 1) == 1;
    }
}
