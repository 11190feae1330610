package dev.steno.sqlite.query;

import dev.steno.filter.Needle;
import dev.steno.filter.Regex;
import dev.steno.sqlite.query.SqlCondition.TextTest;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What a text is compared with, as a condition on an SQL expression. A text that is NULL meets no condition. */
sealed interface TextOperand {

    /** Whether a text meets it. */
    boolean test(String text);

    /**
     * Where an expression's text meets it.
     *
     * @param latin1 whether the expression holds no character above U+00FF
     */
    default SqlCondition of(String expression, boolean latin1) {
        return of(expression, latin1, lower -> contains(expression, lower));
    }

    /**
     * As {@link #of(String, boolean)}.
     *
     * @param contains where the expression's text holds a lower-case ASCII text, whatever the case of its ASCII letters
     */
    SqlCondition of(String expression, boolean latin1, Function<String, SqlCondition> contains);

    /** What a text must hold to meet it. */
    Needle needle();

    /** A regular expression is found in the text. */
    record Found(Regex regex) implements TextOperand {
        @Override
        public boolean test(String text) {
            return regex.find(text);
        }

        @Override
        public Needle needle() {
            return regex.needle();
        }

        @Override
        public SqlCondition of(String expression, boolean latin1, Function<String, SqlCondition> contains) {
            String literal = regex.literal();
            if (literal == null) {
                return SqlCondition.all(
                        holds(regex.needle(), latin1, contains),
                        SqlCondition.of("text_test(?, " + expression + ")", new TextTest(this::test)));
            }
            return literal.isEmpty() ? SqlCondition.of(expression + " IS NOT NULL") : contains.apply(literal);
        }
    }

    /** The text is this one, whatever the case of its letters. */
    record Same(String value) implements TextOperand {
        @Override
        public boolean test(String text) {
            return value.equalsIgnoreCase(text);
        }

        @Override
        public Needle needle() {
            return Needle.text(value);
        }

        @Override
        public SqlCondition of(String expression, boolean latin1, Function<String, SqlCondition> contains) {
            return SqlCondition.all(holds(needle(), latin1, contains), of(expression, latin1));
        }

        @Override
        public SqlCondition of(String expression, boolean latin1) {
            String lower = value.toLowerCase(Locale.ROOT);
            if (plain(lower, latin1).equals(lower)) {
                return SqlCondition.of("lower(" + expression + ") = ?", lower);
            }
            return SqlCondition.all(
                    SqlCondition.of("length(" + expression + ") = length(?)", value),
                    SqlCondition.of("text_test(?, " + expression + ")", new TextTest(this::test)));
        }
    }

    /** Where an expression's text holds a lower-case ASCII text, whatever the case of its ASCII letters. */
    static SqlCondition contains(String expression, String lower) {
        boolean cased = lower.chars().anyMatch(c -> c >= 'a' && c <= 'z');
        return SqlCondition.of("instr(" + (cased ? "lower(" + expression + ")" : expression) + ", ?) > 0", lower);
    }

    /** A condition that SQL can test and that holds wherever the needle is. */
    private static SqlCondition holds(Needle needle, boolean latin1, Function<String, SqlCondition> contains) {
        if (needle instanceof Needle.Text text) {
            return SqlCondition.all(List.of(plain(text.folded(), latin1).split("\0")).stream()
                    .filter(part -> !part.isEmpty())
                    .map(contains)
                    .toList());
        }
        if (needle instanceof Needle.All all) {
            return SqlCondition.all(all.needles().stream()
                    .map(each -> holds(each, latin1, contains))
                    .toList());
        }
        if (needle instanceof Needle.Any any) {
            return SqlCondition.any(any.needles().stream()
                    .map(each -> holds(each, latin1, contains))
                    .toList());
        }
        return SqlCondition.TRUE;
    }

    /**
     * The text with NUL in place of each character that ignoring case makes equal to another than SQLite does, which folds ASCII
     * letters alone. The Kelvin sign is a k, the long s an s, and the dotted capital I and the dotless i are each an i.
     */
    private static String plain(String folded, boolean latin1) {
        StringBuilder plain = new StringBuilder(folded.length());
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            boolean exact = c > 0 && c < 0x80 && (latin1 || "ksi".indexOf(c) < 0);
            plain.append(exact ? c : '\0');
        }
        return plain.toString();
    }
}
