package dev.steno.stats;

import dev.steno.filter.Filter;
import dev.steno.store.FlowSearch;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The flows that a question is about. Immutable.
 *
 * @param key equal for two scopes that are always of the same flows
 * @param flows finds their numbers
 * @param from flows that began earlier are left out; nanoseconds since the epoch
 * @param to flows that began then or later are left out
 */
public record FlowScope(Object key, Flows flows, long from, long to) {

    /** Finds flows, on the statistics thread. */
    @FunctionalInterface
    public interface Flows {
        /**
         * Returns the numbers of the flows.
         *
         * @param cancelled polled meanwhile; if it is true, the answer is no longer wanted
         */
        Roaring64Bitmap find(SessionReader reader, BooleanSupplier cancelled) throws SessionException;
    }

    /** Selects the flows that match a filter. */
    public static FlowScope of(Filter filter) {
        return of(filter.toString(), (reader, cancelled) -> FlowSearch.numbers(reader, filter, cancelled));
    }

    /** Selects flows that are found in another way, such as those of a view. */
    public static FlowScope of(Object key, Flows flows) {
        return new FlowScope(key, flows, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Returns this scope without the flows that began outside a span, in nanoseconds since the epoch. */
    public FlowScope between(long earliest, long behind) {
        return new FlowScope(List.of(key, earliest, behind), flows, earliest, behind);
    }
}
