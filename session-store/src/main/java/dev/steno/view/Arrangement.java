package dev.steno.view;

import dev.steno.filter.Filter;
import dev.steno.filter.Flag;
import dev.steno.filter.Order;
import java.util.List;

/**
 * Which flows a view shows, and in which order. Immutable.
 *
 * @param filter a flow must match it to be shown
 * @param markedOnly whether only marked flows are shown
 * @param reversed whether the order is reversed, including the order of equal keys
 */
public record Arrangement(Filter filter, boolean markedOnly, Order order, boolean reversed) {
    /** All flows, in the order in which they began. */
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

    /**
     * The filter that decides whether a flow is shown: the view's own, combined with the mark if only marked flows are
     * shown.
     */
    Filter deciding() {
        if (!markedOnly) {
            return filter;
        }
        Filter marked = new Filter.Is(Flag.MARKED);
        return filter instanceof Filter.All ? marked : new Filter.And(List.of(marked, filter));
    }
}
