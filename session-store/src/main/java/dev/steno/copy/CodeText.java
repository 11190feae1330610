package dev.steno.copy;

import java.util.Locale;

/**
 * Texts and bytes as literals of programming languages. All are printable ASCII: a control character that is pasted can act on
 * a terminal, and others hide or reorder text. Pure; any thread.
 */
public final class CodeText {
    private CodeText() {}

    /** Returns a literal of JavaScript, and of Python if no character is above U+00FF. */
    public static String literal(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i), out);
        }
        return out.append('"').toString();
    }

    /** Returns a literal of bytes in Python. */
    static String pythonBytes(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length + 3).append("b\"");
        for (byte each : bytes) {
            put((char) (each & 0xff), out);
        }
        return out.append('"').toString();
    }

    private static void put(char c, StringBuilder out) {
        if (c == '\\' || c == '"') {
            out.append('\\').append(c);
        } else if (c == '\n') {
            out.append("\\n");
        } else if (c >= ' ' && c < 0x7f) {
            out.append(c);
        } else {
            out.append(String.format(Locale.ROOT, c <= 0xff ? "\\x%02x" : "\\u%04x", (int) c));
        }
    }

    /** Returns a text for a comment of one line. */
    static String line(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                out.append(c);
            } else {
                put(c, out);
            }
        }
        return out.toString();
    }
}
