package dev.steno.filter;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rejects expressions whose compilation would take too much time, memory or stack: nested counted repetitions multiply,
 * groups are compiled recursively, and the ranges of classes are folded character by character. Computes upper bounds
 * on the steps of an expression and on the characters in its ranges. For one expression on one thread.
 */
final class RegexBounds {
    private static final int STEPS = 5_000;
    private static final int LENGTH = 10_000;
    private static final int DEPTH = 200;
    /**
     * Upper bound on the characters in all ranges, about 60 classes of all cased characters; folding them takes less
     * than 100 ms.
     */
    private static final int FOLDED = 4_000_000;
    /** RE2/J folds no character above this one. */
    private static final int LAST_FOLDED = 0x1044F;

    private static final Pattern REPEAT = Pattern.compile("\\{(\\d{1,9})(,(\\d{0,9}))?\\}");
    private static final Pattern HEX = Pattern.compile("\\\\x(?:\\{0*([0-9A-Fa-f]{1,6})\\}|([0-9A-Fa-f]{2}))");

    private final String text;
    private final Deque<Long> outer = new ArrayDeque<>();
    private int at;
    private long sum;
    private long last;
    private long folded;

    private RegexBounds(String text) {
        this.text = text;
    }

    static void check(String text) {
        if (text.length() > LENGTH) {
            throw new PatternSyntaxException("an expression of more than " + LENGTH + " characters");
        }
        new RegexBounds(text).check();
    }

    private void check() {
        Matcher repeat = REPEAT.matcher(text);
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '(' -> open();
                case ')' -> close();
                case '{' -> {
                    if (repeat.find(at - 1) && repeat.start() == at - 1) {
                        at = repeat.end();
                        multiply(times(repeat));
                    } else {
                        addSteps(1);
                    }
                }
                default -> addSteps(1);
            }
            if (sum > STEPS) {
                throw new PatternSyntaxException(
                        "an expression of more than " + STEPS + " steps, with repetitions multiplied");
            }
        }
    }

    private static long times(Matcher repeat) {
        String most = repeat.group(3);
        return Math.max(1, Long.parseLong(most == null || most.isEmpty() ? repeat.group(1) : most));
    }

    private void addSteps(long steps) {
        last = steps;
        sum += steps;
    }

    private void multiply(long times) {
        sum += last * (times - 1);
        last *= times;
    }

    private void open() {
        if (outer.size() == DEPTH) {
            throw new PatternSyntaxException("an expression of more than " + DEPTH + " nested groups");
        }
        outer.push(sum);
        sum = 0;
        last = 0;
    }

    private void close() {
        if (!outer.isEmpty()) {
            long group = sum + 2;
            sum = outer.pop();
            addSteps(group);
        }
    }

    private void escape() {
        if (at == text.length()) {
            return;
        }
        char kind = text.charAt(at++);
        if (kind == 'Q') {
            int end = text.indexOf("\\E", at);
            int stop = end < 0 ? text.length() : end;
            sum += stop - at;
            at = end < 0 ? stop : end + 2;
            last = 1;
            return;
        }
        int brace =
                "xpP".indexOf(kind) >= 0 && at < text.length() && text.charAt(at) == '{' ? text.indexOf('}', at) : -1;
        if (brace >= 0) {
            at = brace + 1;
        }
        addSteps(1);
    }

    private void characterClass() {
        if (at < text.length() && text.charAt(at) == '^') {
            at++;
        }
        boolean first = true;
        int low = -1;
        int before = 0;
        while (at < text.length() && (first || text.charAt(at) != ']')) {
            boolean dash = text.charAt(at) == '-';
            int member = member();
            if (low >= 0) {
                fold(low, member);
            }
            low = dash ? before : -1;
            before = member;
            first = false;
        }
        at = Math.min(at + 1, text.length());
        addSteps(1);
    }

    /** Consumes one member of a class; returns its code point, or 0 if it cannot be the end of a range. */
    private int member() {
        if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
            at = text.indexOf(":]", at) + 2;
            return 0;
        }
        if (text.charAt(at) == '\\') {
            Matcher hex = HEX.matcher(text).region(at, text.length());
            boolean found = hex.lookingAt();
            at += found ? hex.end() - at : Math.min(2, text.length() - at);
            return found ? Integer.parseInt(hex.group(1) == null ? hex.group(2) : hex.group(1), 16) : 0;
        }
        int member = text.codePointAt(at);
        at += Character.charCount(member);
        return member;
    }

    /**
     * Counts the characters of a range. Every dash is counted as a range although some are literal, which gives an
     * upper bound.
     */
    private void fold(int low, int high) {
        folded += Math.max(0, Math.min(high, LAST_FOLDED) - low);
        if (folded > FOLDED) {
            throw new PatternSyntaxException(
                    "an expression whose classes span more than " + FOLDED + " characters in total");
        }
    }
}
