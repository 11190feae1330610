package dev.steno.view;

import dev.steno.filter.Filter;
import dev.steno.filter.Order;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.view.index.FlowKey;
import dev.steno.view.index.KeySequence;
import dev.steno.view.index.KeySorter;
import dev.steno.view.index.Sequence;
import dev.steno.view.index.TimeSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.roaringbitmap.longlong.PeekableLongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Searches a session whose numbers tell the time for the flows that match a filter, and sorts them; {@link WindowScan} searches
 * others. For a reading thread. It makes many short
 * reads: a long read transaction would keep SQLite from truncating the write-ahead log of a session that is being
 * recorded.
 */
final class FlowScan {
    private static final int KEYS = 5_000;
    private static final int FLOWS = 500;

    /** If the session has more than this many times as many flows as are shown, the shown flows are read one by one. */
    private static final int SPARSE = 16;

    private final SessionReader reader;
    private final BooleanSupplier cancelled;

    /** @param cancelled whether the result is no longer needed */
    FlowScan(SessionReader reader, BooleanSupplier cancelled) {
        this.reader = reader;
        this.cancelled = cancelled;
    }

    /** @throws CancellationException between two reads, if the result is no longer needed */
    static Sequence of(SessionReader reader, ArrangementChange change, Consumer<SearchFeed.Part> parts)
            throws SessionException {
        FlowScan scan = new FlowScan(reader, change::isCancelled);
        Roaring64Bitmap known = change.known();
        Filter filter = change.arrangement().deciding();
        Order order = change.arrangement().order();
        if (known == null && filter instanceof Filter.All && order != Order.TIME) {
            return scan.columns(order, flow -> !change.isGone(flow));
        }
        Roaring64Bitmap flows = known == null ? scan.search(filter, change, parts) : known;
        change.removeGone(flows);
        flows.runOptimize();
        return order == Order.TIME ? new TimeSequence(flows) : scan.sort(order, flows);
    }

    /** The matching flows, which are passed on in parts while they are found. */
    private Roaring64Bitmap search(Filter filter, ArrangementChange change, Consumer<SearchFeed.Part> parts)
            throws SessionException {
        if (filter instanceof Filter.All) {
            Roaring64Bitmap all = search(filter);
            change.removeGone(all);
            long flows = all.getLongCardinality();
            parts.accept(new SearchFeed.Part(all.clone(), List.of(), new SearchProgress(true, flows, flows, flows)));
            return all;
        }
        Roaring64Bitmap found = new Roaring64Bitmap();
        boolean newestFirst = change.display().newestFirst();
        SearchFeed feed = new SearchFeed(reader.usage().flows(), false, part -> {
            change.removeGone(part.found());
            found.or(part.found());
            parts.accept(part);
        });
        reader.search(FlowSearch.of(filter).reverse(newestFirst), feed, cancelled);
        feed.passOn();
        return found;
    }

    /** The matching flows in the given order. */
    Sequence run(Filter filter, Order order) throws SessionException {
        if (order == Order.TIME) {
            return new TimeSequence(search(filter));
        }
        return filter instanceof Filter.All ? columns(order, flow -> true) : sort(order, search(filter));
    }

    /** The matching flows. */
    Roaring64Bitmap search(Filter filter) throws SessionException {
        return FlowSearch.numbers(reader, filter, cancelled);
    }

    private Sequence sort(Order order, Roaring64Bitmap known) throws SessionException {
        if (known.getLongCardinality() * SPARSE > reader.usage().flows()) {
            return columns(order, known::contains);
        }
        KeySorter sorter = new KeySorter();
        PeekableLongIterator flow = known.getLongIterator();
        while (flow.hasNext()) {
            checkWanted();
            List<Long> ids = new ArrayList<>(FLOWS);
            while (flow.hasNext() && ids.size() < FLOWS) {
                ids.add(flow.next());
            }
            reader.flows(ids).forEach(each -> sorter.addFlow(each.id(), FlowKey.of(order, each)));
        }
        return new KeySequence(order, sorter.toRun());
    }

    private Sequence columns(Order order, LongPredicate wanted) throws SessionException {
        KeySorter sorter = new KeySorter();
        Place last = Place.START;
        Place after;
        do {
            checkWanted();
            after = last;
            last = reader.column(order, after, KEYS, (flow, value) -> {
                if (wanted.test(flow)) {
                    sorter.addFlow(flow, FlowKey.of(value));
                }
            });
        } while (!last.equals(after));
        return new KeySequence(order, sorter.toRun());
    }

    private void checkWanted() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException();
        }
    }
}
