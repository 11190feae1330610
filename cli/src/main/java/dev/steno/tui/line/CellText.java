package dev.steno.tui.line;

import dev.steno.text.Printable;

/**
 * Text that terminals show alike: control characters and bidirectional formatting are escaped as {@link Printable} does
 * it, and besides them whatever has no shape of its own, or as many cells as the terminal likes. Stateless.
 *
 * <p>Terminals disagree on emoji of several characters (variation selectors, tones of skin, flags) and on Hangul that is
 * spelled letter by letter. A row with one of them would be longer on one terminal than on another.
 */
final class CellText {
    /** Upper bound on the marks above and below one letter; more would cover the rows around it. */
    private static final int MARKS = 4;

    private CellText() {}

    /** Returns a text without line ends that occupies {@link Cells#width} on each terminal. Its own result stays as it is. */
    static String of(String text) {
        String line = Printable.line(text);
        int clean = 0;
        while (clean < line.length() && line.charAt(clean) < 0x300) {
            clean++;
        }
        return clean == line.length() ? line : escape(line, clean);
    }

    private static String escape(String line, int clean) {
        StringBuilder out = new StringBuilder(line.length() + 16).append(line, 0, clean);
        int marks = clean == 0 ? MARKS : 0; // a mark without a letter would be put onto the text before
        for (int at = clean; at < line.length(); ) {
            int point = line.codePointAt(at);
            at += Character.charCount(point);
            boolean mark = isMark(point);
            if (!isDisputed(point) && (!mark || marks < MARKS)) {
                out.appendCodePoint(point);
                marks = mark ? marks + 1 : 0;
            } else {
                out.append(String.format(point > 0xffff ? "\\U%06x" : "\\u%04x", point));
                marks = MARKS;
            }
        }
        return out.toString();
    }

    private static boolean isMark(int point) {
        return Character.getType(point) == Character.NON_SPACING_MARK;
    }

    /** Whether terminals disagree on the width of a character, or show nothing for it. */
    private static boolean isDisputed(int point) {
        if (point < 0x1100) {
            return point == 0x34f; // a joiner of marks
        }
        return Character.getType(point) == Character.ENCLOSING_MARK
                || isIn(point, 0x115f, 0x11ff) // fillers, vowels and finals of Hangul
                || isIn(point, 0xd7b0, 0xd7ff)
                || point == 0x3164
                || point == 0xffa0
                || isIn(point, 0x17b4, 0x17b5) // vowels without a shape
                || isIn(point, 0x180b, 0x180f) // variation selectors
                || isIn(point, 0xfe00, 0xfe0f)
                || isIn(point, 0xe0100, 0xe01ef)
                || isIn(point, 0x1f1e6, 0x1f1ff) // letters of flags
                || isIn(point, 0x1f3fb, 0x1f3ff); // tones of skin
    }

    private static boolean isIn(int point, int first, int last) {
        return point >= first && point <= last;
    }
}
