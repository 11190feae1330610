package dev.steno.store.condition;

import java.util.List;
import java.util.function.Function;

/**
 * Two conditions that bound a filter's answer for a flow. If {@code sure} holds, the filter gives the wanted answer. If
 * {@code maybe} does not hold, it gives another. Otherwise the flow must be decoded and tested.
 */
public record FilterBounds(Condition sure, Condition maybe) {

    /** Bounds for a condition that the columns decide completely. */
    static FilterBounds exactly(Condition condition) {
        return new FilterBounds(condition, condition);
    }

    static FilterBounds all(List<FilterBounds> bounds) {
        return joined(bounds, Condition::all);
    }

    static FilterBounds any(List<FilterBounds> bounds) {
        return joined(bounds, Condition::any);
    }

    private static FilterBounds joined(List<FilterBounds> bounds, Function<List<Condition>, Condition> join) {
        Condition maybe = join.apply(bounds.stream().map(FilterBounds::maybe).toList());
        return bounds.stream().allMatch(FilterBounds::isExact)
                ? exactly(maybe)
                : new FilterBounds(
                        join.apply(bounds.stream().map(FilterBounds::sure).toList()), maybe);
    }

    /** Returns whether no flow needs to be decoded. */
    public boolean isExact() {
        return sure == maybe;
    }

    /** Returns the bounds for a store that can print only some conditions. */
    public FilterBounds within(Condition.Bound bound) {
        Condition narrowed = sure.within(bound, false);
        Condition widened = maybe.within(bound, true);
        return isExact() && narrowed == widened ? exactly(widened) : new FilterBounds(narrowed, widened);
    }
}
