package dev.steno.filter;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds a text, or a case-insensitive expression in RE2 syntax, in bytes, and tells where. Takes time linear in the
 * bytes, as {@link Regex}. A text ignores the case of ASCII letters only; an expression reads the bytes as UTF-8, and
 * {@code ^} and {@code $} match at the ends of lines. For one thread.
 */
public final class ByteFinder {
    private final byte[] text;
    private final @Nullable Pattern pattern;
    private @Nullable Matcher matcher;
    private byte[] data = new byte[0];
    private int length;
    private int start;
    private int end;

    private ByteFinder(byte[] text, @Nullable Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /** Finds a text as it is coded in a charset. */
    public static ByteFinder text(String text, Charset charset) {
        byte[] bytes = text.getBytes(charset);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = lower(bytes[i]);
        }
        return new ByteFinder(bytes, null);
    }

    /**
     * Finds an expression.
     *
     * @throws PatternSyntaxException if it is invalid, uses a construct that cannot run in linear time, or is too large
     */
    public static ByteFinder expression(String expression) {
        RegexBounds.check(expression);
        return new ByteFinder(new byte[0], Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE));
    }

    /** Sets the bytes to be searched, the first ones of an array. They must not change until the next call. */
    public void reset(byte[] bytes, int count) {
        data = bytes;
        length = count;
        matcher = pattern == null ? null : pattern.matcher(count == bytes.length ? bytes : Arrays.copyOf(bytes, count));
    }

    /** Finds the next match that begins at an index or behind it and is not empty; returns false if there is none. */
    public boolean find(int from) {
        Matcher expression = matcher;
        if (expression == null) {
            return findText(from);
        }
        int at = from;
        while (at <= length && expression.find(at)) {
            start = expression.start();
            end = expression.end();
            if (end > start) {
                return true;
            }
            at = start + 1;
        }
        return false;
    }

    private boolean findText(int from) {
        int last = length - text.length;
        for (int at = from; at <= last && text.length > 0; at++) {
            int i = 0;
            while (i < text.length && lower(data[at + i]) == text[i]) {
                i++;
            }
            if (i == text.length) {
                start = at;
                end = at + i;
                return true;
            }
        }
        return false;
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
    }

    /** Index of the first byte of the match. */
    public int start() {
        return start;
    }

    /** Index behind the last byte of the match. */
    public int end() {
        return end;
    }
}
