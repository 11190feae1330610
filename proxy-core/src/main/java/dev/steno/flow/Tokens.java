package dev.steno.flow;

/** Rules for the characters of names and values in HTTP (RFC 9110, 5.5 and 5.6.2). Stateless. */
public final class Tokens {
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '!'; c < 0x7f; c++) {
            boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            TOKEN[c] = letterOrDigit || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
        }
    }

    private Tokens() {}

    /** Whether a text is a valid field name or method. */
    public static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 128 || !TOKEN[c]) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether a text contains no control character except the tab. */
    public static boolean isVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
