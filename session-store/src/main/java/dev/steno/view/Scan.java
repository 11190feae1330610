package dev.steno.view;

import dev.steno.filter.Content;
import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.flow.Flow;
import dev.steno.session.SessionException;
import dev.steno.session.SessionReader;
import dev.steno.session.StoredContent;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Reads a session page by page for the flows that match a filter. On a reading thread; each page is a read of its own. */
final class Scan {
    private static final int IDS = 50_000;
    private static final int FLOWS = 500;

    private Scan() {}

    /** @throws CancellationException between two pages, once nobody wants the result any more */
    static Roaring64Bitmap run(SessionReader reader, Filter filter, BooleanSupplier cancelled) throws SessionException {
        Roaring64Bitmap found = new Roaring64Bitmap();
        Content content = new StoredContent(reader);
        long after = SessionReader.START;
        while (true) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
            long last = after;
            if (filter instanceof Filter.All) {
                List<Long> page = reader.ids(after, IDS, false);
                page.forEach(found::addLong);
                last = page.isEmpty() ? after : page.get(page.size() - 1);
            } else {
                for (Flow flow : reader.page(after, FLOWS, false)) {
                    last = flow.id();
                    if (filter.test(flow, content) == Match.YES) {
                        found.addLong(last);
                    }
                }
            }
            if (last == after) {
                return found;
            }
            after = last;
        }
    }
}
