package dev.steno.look;

import java.util.Locale;

/**
 * Finds characters that a page would not show, or that change the order of others: controls, bidi formatting, zero-width
 * ones. Stateless.
 */
public final class InvisibleCharacters {
    /** Fillers that are letters by their category and have no shape (Hangul Choseong, Jungseong, Hangul, halfwidth). */
    private static final String FILLERS = "\u115f\u1160\u3164\uffa0";

    private InvisibleCharacters() {}

    /** Receives the parts of a text in order. */
    @FunctionalInterface
    public interface Parts {
        /** @param mark whether the text is a mark in place of a character, such as {@code U+202E} */
        void add(String text, boolean mark);
    }

    /** Splits a text at its invisible characters. */
    public static void split(String text, Parts to) {
        int begin = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            int next = at + Character.charCount(point);
            if (isInvisible(point)) {
                if (at > begin) {
                    to.add(text.substring(begin, at), false);
                }
                to.add(mark(point), true);
                begin = next;
            }
            at = next;
        }
        if (begin < text.length()) {
            to.add(text.substring(begin), false);
        }
    }

    private static String mark(int point) {
        String digits = Integer.toHexString(point).toUpperCase(Locale.ROOT);
        return "U+" + "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    static boolean isInvisible(int point) {
        if (point < 0x7f) {
            return point < ' ' && point != '\t';
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> point <= 0xffff && FILLERS.indexOf(point) >= 0;
        };
    }
}
