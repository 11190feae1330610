package dev.steno.interop.outlet;

import dev.steno.filter.Filter;
import dev.steno.store.FlowSearch;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Which flows are exported, in the order of their numbers. For the thread of the export. */
@FunctionalInterface
public interface FlowIds {
    /**
     * Returns the next numbers; empty at the end.
     *
     * @param after the page begins after this number; {@link SessionReader#START} for the first one
     * @param limit upper bound on the numbers
     */
    List<Long> after(long after, int limit) throws IOException;

    /**
     * The flows that match, as of when they are reached.
     *
     * @param cancelled polled every few milliseconds
     */
    static FlowIds matching(SessionReader reader, Filter filter, BooleanSupplier cancelled) {
        if (filter == Filter.ALL) {
            return (after, limit) -> reader.ids(after, limit, false);
        }
        return (after, limit) -> {
            List<Long> ids = new ArrayList<>();
            reader.search(
                    new FlowSearch(filter, false, after),
                    id -> {
                        ids.add(id);
                        return ids.size() < limit;
                    },
                    cancelled);
            return ids;
        };
    }

    /** These flows, as far as they are still there. */
    static FlowIds of(Roaring64Bitmap flows) {
        return (after, limit) -> {
            List<Long> ids = new ArrayList<>();
            LongIterator next = flows.getLongIteratorFrom(after + 1);
            while (next.hasNext() && ids.size() < limit) {
                ids.add(next.next());
            }
            return ids;
        };
    }
}
