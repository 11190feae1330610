package dev.steno.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A case-insensitive regular expression in RE2 syntax that matches anywhere in a text. Matching takes time linear in
 * the text, since both the expression and the text may be hostile. Immutable, any thread.
 */
public final class Regex {

    /** The meaning of {@code .}, {@code ^} and {@code $}. */
    public enum Mode {
        /** {@code ^} and {@code $} match at the ends of the text; {@code .} does not match a line feed. */
        PLAIN(0),
        /** {@code ^} and {@code $} match at the ends of each line. */
        LINES(Pattern.MULTILINE),
        /** {@code .} matches any character. */
        DOTALL(Pattern.DOTALL);

        private final int flags;

        Mode(int flags) {
            this.flags = flags;
        }
    }

    static {
        CaseOrbits.close();
    }

    private static final String SPECIAL = "\\.+*?()|[]{}^$";

    private final String text;
    private final Mode mode;
    private final Pattern pattern;
    private final @Nullable String literal;
    private final Needle needle;

    private Regex(String text, Mode mode, Pattern pattern) {
        this.text = text;
        this.mode = mode;
        this.pattern = pattern;
        this.literal = literal(text);
        this.needle = literal == null ? NeedleReader.read(text) : Needle.text(literal);
    }

    /**
     * Compiles an expression.
     *
     * @throws PatternSyntaxException if it is invalid, uses a construct that cannot run in linear time, or is too large
     */
    public static Regex of(String text, Mode mode) {
        RegexBounds.check(text);
        return new Regex(text, mode, Pattern.compile(text, Pattern.CASE_INSENSITIVE | mode.flags));
    }

    /** Returns an expression that matches a text literally. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (SPECIAL.indexOf(c) >= 0) {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.toString();
    }

    /** The source of the expression. */
    public String text() {
        return text;
    }

    public Mode mode() {
        return mode;
    }

    /**
     * The text that the expression matches literally, in lower case; null if the expression contains anything but ASCII
     * letters, digits and signs without a special meaning. A literal ignores the case of ASCII letters only.
     */
    public @Nullable String literal() {
        return literal;
    }

    /** A condition that is fulfilled by every text in which the expression matches. */
    public Needle needle() {
        return needle;
    }

    /** Whether the expression matches anywhere in the text. */
    public boolean find(String in) {
        return literal == null ? needle.isIn(in) && pattern.matcher(in).find() : contains(in, literal);
    }

    private static @Nullable String literal(String text) {
        char[] lower = new char[text.length()];
        for (int i = 0; i < lower.length; i++) {
            char c = text.charAt(i);
            if (c > 0x7E || SPECIAL.indexOf(c) >= 0) {
                return null;
            }
            lower[i] = lower(c);
        }
        return new String(lower);
    }

    private static boolean contains(String in, String lower) {
        int length = lower.length();
        if (length == 0) {
            return true;
        }
        char first = lower.charAt(0);
        for (int start = 0, last = in.length() - length; start <= last; start++) {
            if (lower(in.charAt(start)) == first) {
                int i = 1;
                while (i < length && lower(in.charAt(start + i)) == lower.charAt(i)) {
                    i++;
                }
                if (i == length) {
                    return true;
                }
            }
        }
        return false;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Regex that && text.equals(that.text) && mode == that.mode;
    }

    @Override
    public int hashCode() {
        return text.hashCode() * 31 + mode.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
