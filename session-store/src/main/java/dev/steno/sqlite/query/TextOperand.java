package dev.steno.sqlite.query;

import dev.steno.filter.Needle;
import dev.steno.filter.Regex;
import dev.steno.sqlite.query.SqlCondition.TextTest;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The operand to which a text is compared, as a condition on an SQL expression. NULL never meets it. Immutable. */
sealed interface TextOperand {

    /** Returns whether a text meets the operand. */
    boolean test(String text);

    /**
     * Returns a condition for rows where the expression meets the operand.
     *
     * @param latin1 whether the expression has no character above U+00FF
     */
    default SqlCondition of(String expression, boolean latin1) {
        return of(expression, latin1, lower -> contains(expression, lower));
    }

    /**
     * Like {@link #of(String, boolean)}.
     *
     * @param contains creates a condition for rows where the expression contains a lower-case ASCII text, ignoring the
     *     case of ASCII letters
     */
    SqlCondition of(String expression, boolean latin1, Function<String, SqlCondition> contains);

    /** Returns what each matching text contains. */
    Needle needle();

    /** Matches texts in which a regular expression finds a match. */
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

    /** Matches texts equal to this one, ignoring case. */
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

    /**
     * Returns a condition for rows where the expression contains a lower-case ASCII text, ignoring the case of ASCII
     * letters.
     */
    static SqlCondition contains(String expression, String lower) {
        boolean cased = lower.chars().anyMatch(c -> c >= 'a' && c <= 'z');
        return SqlCondition.of("instr(" + (cased ? "lower(" + expression + ")" : expression) + ", ?) > 0", lower);
    }

    /** Returns a condition that holds for every text with the needle, and possibly for others. */
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
     * Replaces by NUL each character that filters and SQLite may compare differently: ignoring case, SQLite folds only
     * ASCII letters. For filters, the Kelvin sign also equals k, the long s equals s, and the dotted capital I and the
     * dotless i equal i.
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
