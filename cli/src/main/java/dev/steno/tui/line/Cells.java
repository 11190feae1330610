package dev.steno.tui.line;

import org.jline.utils.WCWidth;

/** Measures text in the cells of a terminal: ideographs and emoji occupy two, combining marks none. Stateless. */
public final class Cells {
    private static final String CUT = "…";

    private Cells() {}

    /** Returns how many cells a text occupies when it is shown, with what is escaped then. */
    public static int shownWidth(String text) {
        return width(CellText.of(text));
    }

    /** Returns how many cells a text that needs no escapes occupies. */
    public static int width(String text) {
        int width = 0;
        for (int at = 0; at < text.length(); ) {
            char c = text.charAt(at);
            if (c >= ' ' && c < 0x7f) {
                width++;
                at++;
            } else {
                int point = text.codePointAt(at);
                width += widthOf(point);
                at += Character.charCount(point);
            }
        }
        return width;
    }

    private static int widthOf(int point) {
        return Math.max(0, WCWidth.wcwidth(point));
    }

    /** Returns the index in {@code char}s behind the part of a text that fits into a number of cells. */
    public static int fitting(String text, int cells) {
        int left = cells;
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            left -= widthOf(point);
            if (left < 0) {
                return at;
            }
            at += Character.charCount(point);
        }
        return at;
    }

    /** Returns a text that occupies at most a number of cells; one that was cut ends with an ellipsis. */
    public static String cut(String text, int cells) {
        if (width(text) <= cells) {
            return text;
        }
        return cells < 1 ? "" : text.substring(0, fitting(text, cells - 1)) + CUT;
    }

    /** Returns a text at the left of exactly a number of cells. */
    public static String left(String text, int cells) {
        String shown = cut(text, cells);
        return shown + blanks(cells - width(shown));
    }

    /** Returns a text at the right of exactly a number of cells. */
    public static String right(String text, int cells) {
        String shown = cut(text, cells);
        return blanks(cells - width(shown)) + shown;
    }

    static String blanks(int cells) {
        return cells <= 0 ? "" : " ".repeat(cells);
    }
}
