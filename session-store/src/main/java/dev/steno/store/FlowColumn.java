package dev.steno.store;

import dev.steno.filter.Flag;
import dev.steno.filter.NumberField;
import dev.steno.filter.Order;
import dev.steno.filter.TextField;
import dev.steno.flow.Flow;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One value of a {@link FlowRow}: its name, how it is taken from a flow, and what can be done with it. Stores, checks, printers and the page
 * about the format are made from these; {@link FlowColumns} lists them all. Immutable.
 */
public sealed interface FlowColumn {

    /** What a column is for. */
    Traits traits();

    /** Its name, in tables and in exports. */
    default String name() {
        return traits().name();
    }

    /**
     * What a column is for.
     *
     * @param name in tables and in exports
     * @param meaning for the page about the format
     * @param required whether every flow has a value
     * @param filter the field or flag of a filter that asks for exactly this value; null if there is none
     * @param order the order that compares this value; null if there is none
     * @param rank its place among the keys of {@code ls --json}, from 1; 0 if it is not shown there
     * @param view its name in the view {@code flows}; null if it is not there
     * @param since the session format that brought it
     * @param before its value, in SQL, in rows of older formats: {@code NULL} if that is not known
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

        /** Whether rows of older formats have no value, so that only the flow itself knows it. */
        public boolean isUnknownBefore() {
            return since > 1 && before.equals("NULL");
        }
    }

    /** What a number counts. */
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
     * A whole number, or a constant by its number.
     *
     * @param slot its place among the numbers of a row
     * @param absent stands in a row for a value that the flow lacks; stored as NULL unless the column is required
     * @param constants what the numbers stand for; null for a plain number
     * @param value takes it from a flow
     */
    record Number(
            Traits traits,
            int slot,
            Unit unit,
            long absent,
            @Nullable StoredEnum<?> constants,
            ToLongFunction<Flow> value)
            implements FlowColumn {

        /** Whether a value is stored as NULL. */
        public boolean isAbsent(long of) {
            return !traits.required() && of == absent;
        }
    }

    /**
     * A text.
     *
     * @param slot its place among the texts of a row
     * @param absent stands in a row for a text that the flow lacks; stored as NULL
     * @param latin1 whether it has no character above U+00FF
     * @param value takes it from a flow
     */
    record Text(Traits traits, int slot, @Nullable String absent, boolean latin1, TextOfFlow value)
            implements FlowColumn {}

    /**
     * A text that is made from other columns and stored nowhere.
     *
     * @param value makes it; gives null if the flow lacks it
     */
    record Derived(Traits traits, TextOfRow value) implements FlowColumn {}

    /** Takes a text from a flow. */
    @FunctionalInterface
    interface TextOfFlow {
        /** The text; null if the flow lacks it. */
        @Nullable
        String of(Flow flow);
    }

    /** Makes a text from the columns of a row. */
    @FunctionalInterface
    interface TextOfRow {
        /** The text; null if the flow lacks it. */
        @Nullable
        String of(FlowRow row);
    }
}
