package dev.steno.mcp.answer;

/**
 * Text from the network for language models: characters that people do not see are written by their number, so that hidden
 * instructions are visible, and so that all texts can be written as JSON. Line ends and tabs stay. Stateless.
 */
public final class VisibleText {
    private VisibleText() {}

    /** Returns a text in which every character is visible, or a line end or a tab. */
    public static String of(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> append(out, point));
        return out.toString();
    }

    /** Returns a text as one line, in which line ends and tabs are escaped too. */
    public static String line(String text) {
        return of(text).replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
    }

    /** Returns a line of at most some chars; what was cut is counted. */
    public static String line(String text, int most) {
        if (text.length() <= most) {
            return line(text);
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return line(text.substring(0, end)) + "…[" + (text.length() - end) + " more characters]";
    }

    private static void append(StringBuilder out, int point) {
        if (isVisible(point)) {
            out.appendCodePoint(point);
        } else {
            out.append("\\u{").append(Integer.toHexString(point)).append('}');
        }
    }

    private static boolean isVisible(int point) {
        if (point < 0x7f) {
            return point >= ' ' || point == '\n' || point == '\r' || point == '\t';
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
}
