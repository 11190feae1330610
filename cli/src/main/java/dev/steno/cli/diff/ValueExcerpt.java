package dev.steno.cli.diff;

import org.jspecify.annotations.Nullable;

/** The parts of two long values that show where they differ. Immutable. */
record ValueExcerpt(@Nullable String left, @Nullable String right) {
    /** The characters before the first difference that are shown. */
    private static final int BEFORE = 20;

    /**
     * Cuts two values.
     *
     * @param most upper bound on the characters of each, without the signs of an omission
     */
    static ValueExcerpt of(@Nullable String left, @Nullable String right, int most) {
        int from = 0;
        if (left != null && right != null && Math.max(left.length(), right.length()) > most) {
            int common = 0;
            int shorter = Math.min(left.length(), right.length());
            while (common < shorter && left.charAt(common) == right.charAt(common)) {
                common++;
            }
            from = common + BEFORE < most ? 0 : Math.max(0, common - BEFORE);
        }
        return new ValueExcerpt(
                left == null ? null : cut(left, from, most), right == null ? null : cut(right, from, most));
    }

    /** Returns the first characters of a text. */
    static String start(String text, int most) {
        return cut(text, 0, most);
    }

    private static String cut(String text, int from, int most) {
        int start = Math.min(from, text.length());
        int end = Math.min(text.length(), start + most);
        return (start > 0 ? "\u2026" : "") + text.substring(start, end) + (end < text.length() ? "\u2026" : "");
    }
}
