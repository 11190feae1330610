package dev.steno.store.condition;

import dev.steno.filter.Relation;
import dev.steno.store.FlowColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the columns of a flow; {@link Dialect} prints it as SQL. If a column that it needs is NULL, it does not
 * hold. {@link #not} respects that; AND and OR, the only other ways to combine conditions, treat NULL like false.
 * Immutable.
 */
public sealed interface Condition {
    Condition TRUE = new Constant(true);
    Condition FALSE = new Constant(false);

    /** Every flow fulfils the condition, or none. Made once each, as {@link #TRUE} and {@link #FALSE}. */
    record Constant(boolean holds) implements Condition {}

    /** All of at least two conditions hold, none of which is a constant. Made by {@link Condition#all}. */
    record All(List<Condition> conditions) implements Condition {}

    /** One of at least two conditions holds, none of which is a constant. Made by {@link Condition#any}. */
    record Any(List<Condition> conditions) implements Condition {}

    /** A condition that is no constant does not hold. Made by {@link #not}. */
    record Not(Condition condition) implements Condition {}

    /** The value is there. */
    record Present(FlowValue value) implements Condition {}

    /** The column has no value. */
    record Absent(FlowColumn column) implements Condition {}

    /** A relation to a number that a person gave. */
    record Compared(FlowColumn.Number column, Relation relation, long operand) implements Condition {}

    /** A relation to a number that the translation gives, printed as it is, so that partial indices are used. */
    record Fixed(FlowColumn.Number column, Sign sign, long operand) implements Condition {}

    /** The relation of a {@link Fixed} condition. */
    enum Sign {
        EQ("="),
        NE("<>"),
        GT(">"),
        GE(">=");

        private final String symbol;

        Sign(String symbol) {
            this.symbol = symbol;
        }

        /** Its symbol in SQL. */
        public String symbol() {
            return symbol;
        }
    }

    /** The column has one of these texts, which contain no quote. */
    record OneOf(FlowColumn.Text column, List<String> texts) implements Condition {}

    /** The column has another text than this one, which contains no quote. */
    record Other(FlowColumn.Text column, String text) implements Condition {}

    /** The column begins with a text of the translation, which contains no quote. */
    record StartsWith(FlowColumn.Text column, String prefix) implements Condition {}

    /** How the URL of a flow is composed. */
    enum UrlShape implements Condition {
        /** The URL is just {@code host:port}: a raw stream or a CONNECT. */
        BARE,
        /** The URL has a scheme and a path. */
        FULL,
        /** The URL says the port. */
        WITH_PORT
    }

    /** The value contains a lower-case ASCII text, ignoring the case of ASCII letters. */
    record Contains(FlowValue value, String lower) implements Condition {}

    /** The value equals a lower-case ASCII text, ignoring the case of ASCII letters. */
    record Same(FlowValue value, String lower) implements Condition {}

    /** The value has as many characters (code points) as a text. */
    record SameLength(FlowValue value, String text) implements Condition {}

    /** The value passes a test that no column decides; only a store that calls Java from SQL can print it. */
    record Tested(FlowValue value, Predicate<String> test) implements Condition {}

    /**
     * The flow has an annotation.
     *
     * @param name its name; null for any
     */
    record Annotated(@Nullable String name) implements Condition {}

    /** The flow has an annotation that is a number of at most 18 digits, which fulfils a relation. */
    record AnnotatedNumber(String name, Relation relation, long operand) implements Condition {}

    /** The store does not tell which annotations the flow has, since it was written before they were stored. */
    record AnnotationsUnknown() implements Condition {}

    static Condition of(boolean holds) {
        return holds ? TRUE : FALSE;
    }

    static Condition all(List<Condition> conditions) {
        if (has(FALSE, conditions)) {
            return FALSE;
        }
        List<Condition> kept = without(TRUE, conditions);
        return kept.isEmpty() ? TRUE : kept.size() == 1 ? kept.get(0) : new All(kept);
    }

    static Condition all(Condition... conditions) {
        return all(List.of(conditions));
    }

    static Condition any(List<Condition> conditions) {
        if (has(TRUE, conditions)) {
            return TRUE;
        }
        List<Condition> kept = without(FALSE, conditions);
        return kept.isEmpty() ? FALSE : kept.size() == 1 ? kept.get(0) : new Any(kept);
    }

    static Condition any(Condition... conditions) {
        return any(List.of(conditions));
    }

    /** Returns a condition that holds if and only if this one does not. */
    default Condition not() {
        return this == TRUE ? FALSE : this == FALSE ? TRUE : new Not(this);
    }

    /** What a store asks for in the place of a condition that it cannot print, or not for all of its rows. */
    @FunctionalInterface
    interface Bound {
        /**
         * Returns a condition that the store can print; the same one if it can print that.
         *
         * @param leaf neither a junction nor a negation
         * @param maybe true for a condition that holds wherever the leaf holds, and possibly elsewhere; false for one that
         *     holds only where it holds
         */
        Condition of(Condition leaf, boolean maybe);
    }

    /** Replaces the leaves of this condition by a store's bounds of them; {@code maybe} as in {@link Bound#of}. */
    default Condition within(Bound bound, boolean maybe) {
        if (this instanceof All all) {
            return all(each(all.conditions(), bound, maybe));
        }
        if (this instanceof Any any) {
            return any(each(any.conditions(), bound, maybe));
        }
        if (this instanceof Not not) {
            return not.condition().within(bound, !maybe).not();
        }
        return bound.of(this, maybe);
    }

    private static List<Condition> each(List<Condition> conditions, Bound bound, boolean maybe) {
        return conditions.stream().map(each -> each.within(bound, maybe)).toList();
    }

    /** By identity: the JVM takes 9 ms to link a record's own equals at its first use. */
    private static boolean has(Condition constant, List<Condition> conditions) {
        return conditions.stream().anyMatch(condition -> condition == constant);
    }

    private static List<Condition> without(Condition neutral, List<Condition> conditions) {
        List<Condition> kept = new ArrayList<>(conditions);
        kept.removeIf(condition -> condition == neutral);
        return List.copyOf(kept);
    }
}
