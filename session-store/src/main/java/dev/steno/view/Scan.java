package dev.steno.view;

import dev.steno.filter.Content;
import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.filter.Order;
import dev.steno.flow.Flow;
import dev.steno.session.SessionException;
import dev.steno.session.SessionReader;
import dev.steno.session.StoredContent;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import org.roaringbitmap.longlong.PeekableLongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Reads a session page by page for the flows that match a filter, and sorts them. On a reading thread; each page is a read of
 * its own, so that the log of a session that is being recorded does not grow with the length of the scan.
 */
final class Scan {
    private static final int IDS = 20_000;
    private static final int KEYS = 5_000;
    private static final int FLOWS = 500;

    /** Where so many times more flows exist than are known to be shown, these are read one by one. */
    private static final int SPARSE = 16;

    private final SessionReader reader;
    private final Filter filter;
    private final BooleanSupplier cancelled;
    private final LongPredicate gone;

    /**
     * @param cancelled whether nobody wants the result any more
     * @param gone flows to be passed over
     */
    Scan(SessionReader reader, Filter filter, BooleanSupplier cancelled, LongPredicate gone) {
        this.reader = reader;
        this.filter = filter;
        this.cancelled = cancelled;
        this.gone = gone;
    }

    /** @throws CancellationException between two pages, once nobody wants the result any more */
    static Sequence of(Readers readers, Change change) {
        Arrangement wanted = change.arrangement();
        Scan scan = new Scan(readers.scans(), wanted.deciding(), change::isCancelled, change::isGone);
        Roaring64Bitmap known = change.known();
        try {
            return known == null ? scan.run(wanted.order()) : scan.sort(wanted.order(), known);
        } catch (SessionException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The flows that match, in an order. */
    Sequence run(Order order) throws SessionException {
        if (order == Order.TIME) {
            return new TimeSequence(flows());
        }
        KeySorter sorter = new KeySorter();
        if (filter instanceof Filter.All) {
            columns(order, flow -> true, sorter);
        } else {
            matching(flow -> sorter.add(flow.id(), FlowKey.of(order, flow)));
        }
        return new KeySequence(order, sorter.end());
    }

    /** Known flows in an order. */
    private Sequence sort(Order order, Roaring64Bitmap known) throws SessionException {
        if (order == Order.TIME) {
            return new TimeSequence(known);
        }
        KeySorter sorter = new KeySorter();
        if (known.getLongCardinality() * SPARSE > reader.lastFlow()) {
            columns(order, known::contains, sorter);
            return new KeySequence(order, sorter.end());
        }
        PeekableLongIterator flow = known.getLongIterator();
        pages(after -> {
            long last = after;
            List<Long> ids = new ArrayList<>(FLOWS);
            while (flow.hasNext() && ids.size() < FLOWS) {
                last = flow.next();
                ids.add(last);
            }
            reader.flows(ids).forEach(each -> sorter.add(each.id(), FlowKey.of(order, each)));
            return last;
        });
        return new KeySequence(order, sorter.end());
    }

    private void columns(Order order, LongPredicate wanted, KeySorter sorter) throws SessionException {
        pages(after -> reader.column(order, after, KEYS, (flow, value) -> {
            if (wanted.test(flow) && !gone.test(flow)) {
                sorter.add(flow, FlowKey.of(value));
            }
        }));
    }

    /** The flows that match, as a set. */
    Roaring64Bitmap flows() throws SessionException {
        Roaring64Bitmap found = new Roaring64Bitmap();
        if (filter instanceof Filter.All) {
            pages(after -> reader.ids(after, IDS, flow -> {
                if (!gone.test(flow)) {
                    found.addLong(flow);
                }
            }));
            found.runOptimize();
        } else {
            matching(flow -> found.addLong(flow.id()));
        }
        return found;
    }

    private interface Sink {
        void add(Flow flow);
    }

    private void matching(Sink sink) throws SessionException {
        Content content = new StoredContent(reader);
        pages(after -> {
            long last = after;
            for (Flow flow : reader.page(after, FLOWS, false)) {
                last = flow.id();
                if (!gone.test(last) && filter.test(flow, content) == Match.YES) {
                    sink.add(flow);
                }
            }
            return last;
        });
    }

    private interface Page {
        /** Reads on behind a flow; says up to which one, the same at the end. */
        long read(long after) throws SessionException;
    }

    private void pages(Page page) throws SessionException {
        long after = SessionReader.START;
        while (true) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
            long last = page.read(after);
            if (last == after) {
                return;
            }
            after = last;
        }
    }
}
