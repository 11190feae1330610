package dev.steno.web.flows;

import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.json.FlowJson;
import dev.steno.json.Json;
import dev.steno.page.EndedFlows;
import dev.steno.store.FlowRow;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.store.StoredContent;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.roaringbitmap.longlong.PeekableLongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import tools.jackson.core.JsonGenerator;

/**
 * Writes flows as lines of JSON, in the order of time. A slow client costs no memory: between two short reads, nothing is
 * held but numbers of flows. For one thread.
 */
final class FlowLines {
    private static final int PAGE = 500;

    /** How long a rare match waits for others before it is written. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How long a follower waits before it looks whether its client has left. */
    private static final long LOOK_MILLIS = 1_000;

    private final RecordedSession session;
    private final Filter filter;
    private final boolean reverse;
    private final BooleanSupplier gone;

    /** The flows that were written in their final state. */
    private final Roaring64Bitmap written = new Roaring64Bitmap();

    /** Ended flows whose last revision is not visible yet: a fact is passed on before the recorder holds it. */
    private final Roaring64Bitmap early = new Roaring64Bitmap();

    FlowLines(RecordedSession session, Filter filter, boolean reverse, BooleanSupplier gone) {
        this.session = session;
        this.filter = filter;
        this.reverse = reverse;
        this.gone = gone;
    }

    /** Writes the flows that are recorded now. */
    void writeAll(OutputStream out) throws IOException {
        session.settle();
        try (SessionReader reader = session.reader();
                JsonGenerator json = Json.on(out)) {
            writeRecorded(reader, json);
        }
    }

    /** Writes the flows that are recorded, then each flow when it has ended, until the client leaves. */
    void follow(OutputStream out) throws IOException {
        try (EndedFlows ended = new EndedFlows(session.source());
                SessionReader reader = session.reader();
                JsonGenerator json = Json.on(out)) {
            session.settle();
            writeRecorded(reader, json);
            StoredContent content = new StoredContent(reader);
            while (!gone.getAsBoolean()) {
                Roaring64Bitmap next = ended.take(early.isEmpty() ? LOOK_MILLIS : 1);
                next.andNot(written);
                next.or(early);
                early.clear();
                written.clear(); // a flow ends once: what is taken from now on was not written above
                writeEnded(next, reader, content, json);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Steno stops");
        }
    }

    private void writeRecorded(SessionReader reader, JsonGenerator json) throws IOException {
        FlowJson objects = new FlowJson(json);
        FlowSearch search = FlowSearch.of(filter).reverse(reverse);
        boolean more = true;
        while (more) {
            List<FlowRow> rows = new ArrayList<>();
            more = read(reader, search, rows);
            for (FlowRow row : rows) {
                objects.write(row);
                json.writeRaw('\n');
                if (row.state() != FlowState.OPEN) {
                    written.addLong(row.id());
                }
            }
            json.flush();
            if (more) {
                search = search.after(Place.of(rows.get(rows.size() - 1)));
            }
        }
    }

    /** Reads the next rows; returns whether there may be more. */
    private boolean read(SessionReader reader, FlowSearch search, List<FlowRow> rows) throws IOException {
        long[] first = new long[1];
        boolean[] more = new boolean[1];
        try {
            reader.searchRows(
                    search,
                    row -> {
                        if (rows.isEmpty()) {
                            first[0] = System.nanoTime();
                        }
                        rows.add(row);
                        more[0] = rows.size() == PAGE || System.nanoTime() - first[0] > PATIENCE_NANOS;
                        return !more[0];
                    },
                    gone);
        } catch (CancellationException e) {
            throw new IOException("the client closed the connection", e);
        }
        return more[0];
    }

    private void writeEnded(Roaring64Bitmap flows, SessionReader reader, StoredContent content, JsonGenerator json)
            throws IOException {
        if (flows.isEmpty()) {
            return;
        }
        if (filter.needsBody()) {
            session.settle();
        }
        FlowJson objects = new FlowJson(json);
        for (PeekableLongIterator each = flows.getLongIterator(); each.hasNext(); ) {
            Flow flow = session.newest(each.next(), reader).orElse(null); // null if it was removed
            if (flow != null && flow.state() == FlowState.OPEN) {
                early.addLong(flow.id());
            } else if (flow != null && filter.test(flow, content) == Match.YES) {
                objects.write(FlowRow.of(flow));
                json.writeRaw('\n');
            }
        }
        json.flush();
    }
}
