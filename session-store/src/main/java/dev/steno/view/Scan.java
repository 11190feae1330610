package dev.steno.view;

import dev.steno.filter.Filter;
import dev.steno.session.FlowSearch;
import dev.steno.session.SessionException;
import dev.steno.session.SessionReader;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Searches a session for the flows that match a filter. On a reading thread. */
final class Scan {
    private Scan() {}

    /** @throws CancellationException once nobody wants the result any more */
    static Roaring64Bitmap run(SessionReader reader, Filter filter, BooleanSupplier cancelled) throws SessionException {
        Roaring64Bitmap found = new Roaring64Bitmap();
        reader.search(
                FlowSearch.of(filter),
                flow -> {
                    found.addLong(flow);
                    return true;
                },
                cancelled);
        return found;
    }
}
