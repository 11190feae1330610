package dev.steno.sqlite.query;

import java.util.List;
import java.util.function.Function;

/**
 * What the columns tell about a flow's answer to a filter: where {@code sure} holds the answer is the one asked for, where
 * {@code maybe} does not hold it is not, and in between the flow itself has to be asked.
 */
record FilterBounds(SqlCondition sure, SqlCondition maybe) {

    /** The columns tell it all. */
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

    /** Whether no flow has to be asked. */
    boolean isExact() {
        return sure.equals(maybe);
    }

    private static List<SqlCondition> each(List<FilterBounds> bounds, Function<FilterBounds, SqlCondition> side) {
        return bounds.stream().map(side).toList();
    }
}
