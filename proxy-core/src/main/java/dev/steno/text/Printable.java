package dev.steno.text;

/**
 * Escapes text from the network for display: characters that could move the cursor, change colours, hide or reorder
 * text become {@code \x1b} or {@code \u202e}. A backslash itself is not escaped, so the result is ambiguous and is for
 * people only. Stateless.
 */
public final class Printable {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Printable() {}

    /** A single line: line ends and tabs are escaped too. */
    public static String line(String text) {
        return escape(text, false);
    }

    /**
     * Text of several lines: line feeds and tabs are not escaped, and a carriage return before a line feed is removed.
     */
    public static String block(String text) {
        return escape(text, true);
    }

    private static String escape(String text, boolean lines) {
        int clean = 0;
        while (clean < text.length() && isPlain(text.charAt(clean))) {
            clean++;
        }
        if (clean == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, clean);
        int at = clean;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            int next = at + Character.charCount(point);
            if (lines && (point == '\n' || point == '\t')) {
                out.append((char) point);
            } else if (lines && point == '\r' && next < text.length() && text.charAt(next) == '\n') {
                // drop the carriage return: the line feed after it ends the line
                at = next;
                continue;
            } else if (isSafe(point)) {
                out.appendCodePoint(point);
            } else {
                append(out, point);
            }
            at = next;
        }
        return out.toString();
    }

    /**
     * Whether the character is printable ASCII. Fast path: most characters are, and the test needs no Unicode tables.
     */
    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7f;
    }

    private static boolean isSafe(int point) {
        if (point < 0x80) {
            return isPlain((char) point);
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static void append(StringBuilder out, int point) {
        switch (point) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                int digits = point <= 0xff ? 2 : point <= 0xffff ? 4 : 6;
                out.append(digits == 2 ? "\\x" : digits == 4 ? "\\u" : "\\U");
                for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
                    out.append(HEX[point >> shift & 0xf]);
                }
            }
        }
    }
}
