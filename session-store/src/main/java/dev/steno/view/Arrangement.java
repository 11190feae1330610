package dev.steno.view;

import dev.steno.filter.Filter;
import dev.steno.filter.Flag;
import dev.steno.filter.Order;
import java.util.List;

/**
 * What a view shows and in which order.
 *
 * @param filter what is shown passes it
 * @param markedOnly whether only marked flows are shown
 * @param reversed whether the order is turned round, ties included
 */
public record Arrangement(Filter filter, boolean markedOnly, Order order, boolean reversed) {
    /** Every flow, in the order in which they came. */
    public static final Arrangement INITIAL = new Arrangement(Filter.ALL, false, Order.TIME, false);

    public Arrangement withFilter(Filter next) {
        return new Arrangement(next, markedOnly, order, reversed);
    }

    public Arrangement withMarkedOnly(boolean next) {
        return new Arrangement(filter, next, order, reversed);
    }

    public Arrangement withOrder(Order next) {
        return new Arrangement(filter, markedOnly, next, reversed);
    }

    public Arrangement withReversed(boolean next) {
        return new Arrangement(filter, markedOnly, order, next);
    }

    /** The filter that decides: that of the view and, where only marked flows are shown, the mark. */
    Filter deciding() {
        if (!markedOnly) {
            return filter;
        }
        Filter marked = new Filter.Is(Flag.MARKED);
        return filter instanceof Filter.All ? marked : new Filter.And(List.of(marked, filter));
    }
}
