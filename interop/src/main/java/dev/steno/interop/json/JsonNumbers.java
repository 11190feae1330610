package dev.steno.interop.json;

/** Numbers from texts. Stateless. */
final class JsonNumbers {
    private static final int LONGEST = 1_000;
    private static final int EXACT_DIGITS = 15;
    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private JsonNumbers() {}

    /** Returns a number; NaN if the text is none. */
    static double parse(String text) {
        double simple = simple(text);
        if (!Double.isNaN(simple)) {
            return simple;
        }
        String stripped = text.strip();
        // Java takes letters behind a number, and hexadecimal digits
        if (stripped.isEmpty()
                || stripped.length() > LONGEST
                || !stripped.chars().allMatch(JsonNumbers::isPart)) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(stripped);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Returns the value of up to 15 digits with or without a point, which are exact; else NaN. */
    private static double simple(String text) {
        int length = text.length();
        int at = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        if (length - at > EXACT_DIGITS + 1) {
            return Double.NaN;
        }
        long whole = 0;
        int digits = 0;
        int point = -1;
        for (int i = at; i < length; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                whole = whole * 10 + c - '0';
                digits++;
            } else if (c == '.' && point < 0) {
                point = digits;
            } else {
                return Double.NaN;
            }
        }
        if (digits == 0 || digits > EXACT_DIGITS) {
            return Double.NaN;
        }
        double value = whole / POWERS[point < 0 ? 0 : digits - point];
        return at == 1 ? -value : value;
    }

    private static boolean isPart(int c) {
        return c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    }
}
