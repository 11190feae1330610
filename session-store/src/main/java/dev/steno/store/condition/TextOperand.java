package dev.steno.store.condition;

import dev.steno.filter.Needle;
import dev.steno.filter.Regex;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The operand to which a text is compared, as a condition on a value. A missing text never meets it. Immutable. */
sealed interface TextOperand {

    /** Returns whether a text meets the operand. */
    boolean test(String text);

    /**
     * Returns a condition for flows whose value meets the operand.
     *
     * @param latin1 whether the value has no character above U+00FF
     */
    default Condition of(FlowValue value, boolean latin1) {
        return of(value, latin1, lower -> new Condition.Contains(value, lower));
    }

    /**
     * Like {@link #of(FlowValue, boolean)}.
     *
     * @param contains creates a condition for flows whose value contains a lower-case ASCII text, ignoring the case of
     *     ASCII letters
     */
    Condition of(FlowValue value, boolean latin1, Function<String, Condition> contains);

    /** Returns what each matching text contains. */
    Needle needle();

    /** Returns a condition that holds for every flow whose value contains a matching text, and possibly for others. */
    default Condition needed(FlowValue in, boolean latin1) {
        return holds(needle(), latin1, lower -> new Condition.Contains(in, lower));
    }

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
        public Condition of(FlowValue value, boolean latin1, Function<String, Condition> contains) {
            String literal = regex.literal();
            if (literal == null) {
                return Condition.all(holds(regex.needle(), latin1, contains), new Condition.Tested(value, this::test));
            }
            return literal.isEmpty() ? new Condition.Present(value) : contains.apply(literal);
        }
    }

    /** Matches texts equal to this one, ignoring case. */
    record Same(String text) implements TextOperand {
        @Override
        public boolean test(String other) {
            return text.equalsIgnoreCase(other);
        }

        @Override
        public Needle needle() {
            return Needle.text(text);
        }

        @Override
        public Condition of(FlowValue value, boolean latin1, Function<String, Condition> contains) {
            return Condition.all(holds(needle(), latin1, contains), of(value, latin1));
        }

        @Override
        public Condition of(FlowValue value, boolean latin1) {
            String lower = text.toLowerCase(Locale.ROOT);
            if (plain(lower, latin1).equals(lower)) {
                return new Condition.Same(value, lower);
            }
            return Condition.all(new Condition.SameLength(value, text), new Condition.Tested(value, this::test));
        }
    }

    /** Returns a condition that holds for every text with the needle, and possibly for others. */
    private static Condition holds(Needle needle, boolean latin1, Function<String, Condition> contains) {
        if (needle instanceof Needle.Text text) {
            return Condition.all(List.of(plain(text.folded(), latin1).split("\0")).stream()
                    .filter(part -> !part.isEmpty())
                    .map(contains)
                    .toList());
        }
        if (needle instanceof Needle.All all) {
            return Condition.all(all.needles().stream()
                    .map(each -> holds(each, latin1, contains))
                    .toList());
        }
        if (needle instanceof Needle.Any any) {
            return Condition.any(any.needles().stream()
                    .map(each -> holds(each, latin1, contains))
                    .toList());
        }
        return Condition.TRUE;
    }

    /**
     * Replaces by NUL each character that filters and a store may compare differently: ignoring case, a store folds only
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
