package dev.steno.sqlite.query;

import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.flow.Flow;
import dev.steno.store.FlowRow;
import dev.steno.store.Place;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.StoredContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.PeekableLongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Iterates over the numbers of the flows that match a filter, ascending, in pages small enough for one short read. For
 * one thread.
 */
public final class FlowPages {
    private static final int PAGE = 256;
    private static final long PAGE_BYTES = 32L << 20;

    private final SessionReader reader;
    private final Filter filter;
    private final long last;
    private final Progress progress;
    private final @Nullable PeekableLongIterator chosen;
    private final long total;
    private Place after = Place.ofNumber(Long.MIN_VALUE);
    private long seen;

    /** @param last the highest flow number to visit */
    public FlowPages(SessionReader reader, Filter filter, long last, Progress progress) throws SessionException {
        this(reader, filter, null, last, progress);
    }

    /** Pages of the flows with these numbers. Numbers without a flow are not skipped. */
    public FlowPages(SessionReader reader, Roaring64Bitmap flows, Progress progress) throws SessionException {
        this(reader, Filter.ALL, flows, Long.MAX_VALUE, progress);
    }

    private FlowPages(
            SessionReader reader, Filter filter, @Nullable Roaring64Bitmap flows, long last, Progress progress)
            throws SessionException {
        this.chosen = flows == null ? null : flows.getLongIterator();
        this.reader = reader;
        this.filter = filter;
        this.last = last;
        this.progress = progress;
        this.total = flows == null ? reader.usage().flows() : flows.getLongCardinality();
    }

    /** Returns an estimate of the number of flows to visit. */
    public long total() {
        return total;
    }

    /** Returns the number of flows visited so far. */
    public long seen() {
        return seen;
    }

    /**
     * Returns the next page, possibly empty; null at the end.
     *
     * @throws dev.steno.store.WorkStopped if the progress requires it
     */
    @Nullable
    public List<Long> next() throws IOException {
        progress.check();
        if (chosen != null) {
            return chosen(chosen);
        }
        return filter == Filter.ALL ? all() : matching();
    }

    private @Nullable List<Long> chosen(PeekableLongIterator flows) {
        List<Long> ids = new ArrayList<>(PAGE);
        while (flows.hasNext() && ids.size() < PAGE) {
            ids.add(flows.next());
        }
        return page(ids, ids);
    }

    private @Nullable List<Long> all() throws IOException {
        List<Long> ids = new ArrayList<>(PAGE);
        long bytes = 0;
        for (FlowRow row : reader.rows(after, PAGE, false)) {
            if (row.id() > last || bytes > PAGE_BYTES) {
                break;
            }
            bytes += row.requestSize() + row.responseSize();
            ids.add(row.id());
        }
        return page(ids, ids);
    }

    private @Nullable List<Long> matching() throws IOException {
        StoredContent content = new StoredContent(reader);
        List<Long> looked = new ArrayList<>(PAGE);
        List<Long> ids = new ArrayList<>();
        long bytes = 0;
        for (Flow flow : reader.page(after, PAGE, false)) {
            if (flow.id() > last || bytes > PAGE_BYTES) {
                break;
            }
            looked.add(flow.id());
            progress.check();
            if (filter.test(flow, content) == Match.YES) {
                FlowRow row = FlowRow.of(flow);
                bytes += row.requestSize() + row.responseSize();
                ids.add(flow.id());
            }
        }
        return page(looked, ids);
    }

    private @Nullable List<Long> page(List<Long> looked, List<Long> ids) {
        if (looked.isEmpty()) {
            return null;
        }
        after = Place.ofNumber(looked.get(looked.size() - 1));
        seen += looked.size();
        return ids;
    }
}
