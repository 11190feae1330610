package dev.steno.compare;

import java.nio.charset.StandardCharsets;

/**
 * Paths and queries without what differs from item to item: UUIDs, hashes, other long ids and numbers of at least four
 * digits become {@code {}}: {@code /items/48213?v=2} becomes {@code /items/{}?v=2}. Stateless.
 */
public final class FoldedUrl {
    private static final int UUID = 36;
    private static final int ID = 16;
    private static final int NUMBER = 4;

    /** Receives the folded bytes one by one. */
    @FunctionalInterface
    public interface Sink {
        void put(int b);
    }

    private FoldedUrl() {}

    /** Returns a text with its numbers and ids folded. */
    public static String of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder();
        fold(bytes, 0, bytes.length, b -> out.append((char) (b & 0xff)));
        return out.toString();
    }

    /** Folds a range of bytes. */
    public static void fold(byte[] bytes, int from, int to, Sink out) {
        int at = from;
        while (at < to) {
            byte b = bytes[at];
            if (b == '%' && at + 2 < to) {
                put(bytes, at, at + 3, out); // an escaped byte is no number
                at += 3;
            } else if (!isAlnum(b)) {
                out.put(b);
                at++;
            } else if (isUuid(bytes, at, to)) {
                putFolded(out);
                at += UUID;
            } else {
                int end = at;
                while (end < to && isAlnum(bytes[end])) {
                    end++;
                }
                run(bytes, at, end, out);
                at = end;
            }
        }
    }

    private static void run(byte[] bytes, int from, int to, Sink out) {
        int digits = 0;
        int hex = 0;
        for (int i = from; i < to; i++) {
            digits += isDigit(bytes[i]) ? 1 : 0;
            hex += isHex(bytes[i]) ? 1 : 0;
        }
        int length = to - from;
        boolean id = length >= ID && digits < length && (hex == length && digits > 0 || digits >= 3);
        if (id) {
            putFolded(out);
            return;
        }
        int at = from;
        while (at < to) {
            int end = at;
            while (end < to && isDigit(bytes[end])) {
                end++;
            }
            if (end - at >= NUMBER) {
                putFolded(out);
            } else {
                end = Math.max(end, at + 1);
                put(bytes, at, end, out);
            }
            at = end;
        }
    }

    /** Whether a UUID begins here (RFC 9562, 4). */
    private static boolean isUuid(byte[] bytes, int at, int to) {
        if (at + UUID > to || at + UUID < to && isAlnum(bytes[at + UUID])) {
            return false;
        }
        for (int i = 0; i < UUID; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? bytes[at + i] != '-' : !isHex(bytes[at + i])) {
                return false;
            }
        }
        return true;
    }

    private static void putFolded(Sink out) {
        out.put('{');
        out.put('}');
    }

    private static void put(byte[] bytes, int from, int to, Sink out) {
        for (int i = from; i < to; i++) {
            out.put(bytes[i]);
        }
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isHex(byte b) {
        return isDigit(b) || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F';
    }

    private static boolean isAlnum(byte b) {
        return isDigit(b) || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
    }
}
