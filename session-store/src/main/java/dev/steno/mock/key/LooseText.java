package dev.steno.mock.key;

/** The spelling of paths and queries in which those that mean the same are equal (RFC 3986, 6.2.2). Stateless. */
final class LooseText {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private LooseText() {}

    /** Decodes what need not be encoded, and writes the rest in capitals. */
    static String of(String raw) {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            int value = raw.charAt(i) == '%' ? value(raw, i + 1) : -1;
            if (value < 0) {
                text.append(raw.charAt(i));
                continue;
            }
            if (isUnreserved(value)) {
                text.append((char) value);
            } else {
                text.append('%').append(HEX[value >> 4]).append(HEX[value & 15]);
            }
            i += 2;
        }
        return text.toString();
    }

    private static int value(String raw, int at) {
        if (at + 1 >= raw.length()) {
            return -1;
        }
        int high = Character.digit(raw.charAt(at), 16);
        int low = Character.digit(raw.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static boolean isUnreserved(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
