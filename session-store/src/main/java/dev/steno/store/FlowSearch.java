package dev.steno.store;

import dev.steno.filter.Filter;
import java.util.function.BooleanSupplier;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * What to search for in a session, and in which direction.
 *
 * @param filter matches the flows to find
 * @param reverse whether to find the newest flows first
 * @param after the search begins after this place, in its direction; {@link Place#START} for all flows
 */
public record FlowSearch(Filter filter, boolean reverse, Place after) {

    /** A search for all matching flows, oldest first. */
    public static FlowSearch of(Filter filter) {
        return new FlowSearch(filter, false, Place.START);
    }

    /**
     * Returns the numbers of all flows that match a filter.
     *
     * @param cancelled polled between the reads
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Roaring64Bitmap numbers(SessionReader reader, Filter filter, BooleanSupplier cancelled)
            throws SessionException {
        Roaring64Bitmap found = new Roaring64Bitmap();
        if (filter instanceof Filter.All) {
            reader.ranges(
                    (first, last) -> {
                        if (first < last) {
                            found.addRange(first, last); // the end of the range is exclusive
                        }
                        found.addLong(last);
                    },
                    cancelled);
            return found;
        }
        reader.search(
                of(filter),
                place -> {
                    found.addLong(place.flow());
                    return true;
                },
                cancelled);
        return found;
    }

    /** Returns this search in the given direction. */
    public FlowSearch reverse(boolean newestFirst) {
        return new FlowSearch(filter, newestFirst, after);
    }

    /** Returns this search, beginning after a flow that an earlier search found. */
    public FlowSearch after(Place place) {
        return new FlowSearch(filter, reverse, place);
    }

    /** Receives matches during the search, on the searching thread; it may use the reader. */
    @FunctionalInterface
    public interface Found<T> {
        /** Receives a match. Returns whether the search continues. */
        boolean accept(T match) throws SessionException;

        /**
         * Tells how far the search has come, after each of its reads.
         *
         * @param place all flows up to this place, or down to it if the newest come first, were tested; there need not
         *     be a flow at it
         * @param share an estimate of which share of the flows to search was tested, from 0 to 1
         */
        default void reached(Place place, double share) {}
    }
}
