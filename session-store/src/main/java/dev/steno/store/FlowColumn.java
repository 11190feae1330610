package dev.steno.store;

import dev.steno.filter.Flag;
import dev.steno.filter.NumberField;
import dev.steno.filter.Order;
import dev.steno.filter.TextField;
import dev.steno.flow.Flow;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One column of a {@link FlowRow}: its name, how its value is derived from a flow, and where it is used. Storing,
 * checking, printing, and the page about the format are driven by these objects; {@link FlowColumns} lists them.
 * Immutable.
 */
public sealed interface FlowColumn {

    /** Returns where the column is used. */
    Traits traits();

    /** Returns the name in tables and exports. */
    default String name() {
        return traits().name();
    }

    /**
     * Where a column is used.
     *
     * @param name in tables and in exports
     * @param meaning its description on the page about the format
     * @param required whether every flow has a value
     * @param filter the field or flag of a filter that asks for exactly this value; null if there is none
     * @param order the order that compares this value; null if there is none
     * @param rank its position among the keys of {@code ls --json}, from 1; 0 if it is not shown there
     * @param view its name in the view {@code flows}; null if it is not in the view
     * @param since the session format that introduced it
     * @param before its value in rows of older formats, as SQL; {@code NULL} if the value is unknown, {@link #NONE_BEFORE}
     *     if no such flow has one
     */
    record Traits(
            String name,
            String meaning,
            boolean required,
            @Nullable Enum<?> filter,
            @Nullable Order order,
            int rank,
            @Nullable String view,
            int since,
            String before) {

        /** The value in rows of older formats if no flow had one then. */
        static final String NONE_BEFORE = "(NULL)";

        static Traits of(String name, String meaning) {
            return new Traits(name, meaning, true, null, null, 0, name, 1, "NULL");
        }

        Traits optional() {
            return new Traits(name, meaning, false, filter, order, rank, view, since, before);
        }

        Traits filter(TextField field) {
            return filteredBy(field);
        }

        Traits filter(NumberField field) {
            return filteredBy(field);
        }

        Traits filter(Flag flag) {
            return filteredBy(flag);
        }

        private Traits filteredBy(Enum<?> by) {
            return new Traits(name, meaning, required, by, order, rank, view, since, before);
        }

        Traits order(Order by) {
            return new Traits(name, meaning, required, filter, by, rank, view, since, before);
        }

        Traits shown(int place) {
            return new Traits(name, meaning, required, filter, order, place, view, since, before);
        }

        Traits view(@Nullable String as) {
            return new Traits(name, meaning, required, filter, order, rank, as, since, before);
        }

        Traits since(int format, String fill) {
            return new Traits(name, meaning, required, filter, order, rank, view, format, fill);
        }

        /** Returns whether rows of older formats lack the value, so that the flow has to be decoded to get it. */
        public boolean isUnknownBefore() {
            return since > 1 && before.equals("NULL");
        }
    }

    /** The unit of a number. */
    enum Unit {
        COUNT,
        /** Nanoseconds since the epoch. */
        TIME,
        /** Nanoseconds. */
        DURATION,
        /** Bytes. */
        BYTES
    }

    /**
     * A column with a whole number, or with the number of a constant.
     *
     * @param slot its index among the numbers of a row
     * @param absent the value in a row if the flow lacks one; stored as NULL unless the column is required
     * @param constants the constants that the numbers stand for; null for a plain number
     * @param value derives the number from a flow
     */
    record Number(
            Traits traits,
            int slot,
            Unit unit,
            long absent,
            @Nullable StoredEnum<?> constants,
            ToLongFunction<Flow> value)
            implements FlowColumn {

        /** Returns whether a value is stored as NULL. */
        public boolean isAbsent(long of) {
            return !traits.required() && of == absent;
        }

        /**
         * Returns whether a flow has no value to show. The start of an imported flow can be unknown, and is stored as
         * {@link dev.steno.flow.Times#UNSET}, since its column is required.
         */
        public boolean isUnknown(long of) {
            return isAbsent(of) || unit == Unit.TIME && of == absent;
        }
    }

    /**
     * A column with a text.
     *
     * @param slot its index among the texts of a row
     * @param absent the text in a row if the flow lacks one; stored as NULL unless the column is required
     * @param latin1 whether the text has no character above U+00FF
     * @param value derives the text from a flow
     */
    record Text(Traits traits, int slot, @Nullable String absent, boolean latin1, TextOfFlow value)
            implements FlowColumn {}

    /**
     * A text that is computed from other columns and not stored.
     *
     * @param value computes it; returns null if the flow lacks it
     */
    record Derived(Traits traits, TextOfRow value) implements FlowColumn {}

    /** Derives a text from a flow. */
    @FunctionalInterface
    interface TextOfFlow {
        /** Returns the text; null if the flow lacks it. */
        @Nullable
        String of(Flow flow);
    }

    /** Computes a text from the columns of a row. */
    @FunctionalInterface
    interface TextOfRow {
        /** Returns the text; null if the flow lacks it. */
        @Nullable
        String of(FlowRow row);
    }
}
