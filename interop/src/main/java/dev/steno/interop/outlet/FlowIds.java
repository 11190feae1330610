package dev.steno.interop.outlet;

import dev.steno.filter.Filter;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Which flows are exported, in the order of their places, or of their numbers if these were given. For the thread of the
 * export.
 */
@FunctionalInterface
public interface FlowIds {
    /**
     * Returns the next places; empty at the end.
     *
     * @param after the page begins after this place; {@link Place#START} for the first one
     * @param limit upper bound on the places
     */
    List<Place> after(Place after, int limit) throws IOException;

    /**
     * The flows that match, as of when they are reached.
     *
     * @param cancelled polled every few milliseconds
     */
    static FlowIds matching(SessionReader reader, Filter filter, BooleanSupplier cancelled) {
        if (filter == Filter.ALL) {
            return (after, limit) -> reader.places(after, limit, false);
        }
        return (after, limit) -> {
            List<Place> places = new ArrayList<>();
            reader.search(
                    new FlowSearch(filter, false, after),
                    place -> {
                        places.add(place);
                        return places.size() < limit;
                    },
                    cancelled);
            return places;
        };
    }

    /** These flows, as far as they are still there. */
    static FlowIds of(Roaring64Bitmap flows) {
        return (after, limit) -> {
            List<Place> places = new ArrayList<>();
            LongIterator next = flows.getLongIteratorFrom(after.flow() + 1);
            while (next.hasNext() && places.size() < limit) {
                places.add(Place.ofNumber(next.next()));
            }
            return places;
        };
    }
}
