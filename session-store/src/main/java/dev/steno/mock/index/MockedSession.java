package dev.steno.mock.index;

import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.PieceTimes;
import dev.steno.mock.key.AskedRequest;
import dev.steno.mock.key.RequestPlace;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A session that a mock answers from, which may grow meanwhile. Flows of tunnels, of raw streams and in progress are no
 * candidates, nor are those whose response a mock gave. Threads that may block; scans are one at a time.
 */
public final class MockedSession implements AutoCloseable {
    private static final List<FlowColumn> COLUMNS = Stream.concat(
                    RequestPlace.COLUMNS.stream(), Stream.of(FlowColumns.ID, FlowColumns.STATE, FlowColumns.REPLAY))
            .toList();

    private static final Filter BY_RULES = FilterParser.parseOrAll("~rule .");

    /** By how much the number of a flow can be lower than that of one that was committed before. */
    private static final int OUT_OF_ORDER = 4096;

    private final String name;
    private final SessionReader reader;
    private final FlowFinder finder;
    private final Filter filter;
    private final @Nullable Roaring64Bitmap only;
    private final boolean grows;
    private List<Long> open = new ArrayList<>();
    private Roaring64Bitmap rewritten = new Roaring64Bitmap(); // those of the scan in progress on which rules acted
    private final Roaring64Bitmap read = new Roaring64Bitmap();
    private long highest = Place.START.flow();
    private long version;

    /** Finds the newest state of a flow. */
    @FunctionalInterface
    public interface FlowFinder {
        Optional<Flow> find(long id, SessionReader reader) throws SessionException;
    }

    /** Receives the flows of a session. */
    interface Visitor {
        /** Receives the current flow of a block. */
        void add(ColumnBlock flow);

        /** Receives a flow whose request rules have changed: what its client asked for is not in columns. */
        void addRewritten(HttpFlow flow);
    }

    /**
     * @param name for messages and notes, such as the name of the file
     * @param reader of the session; closed with this object
     * @param finder finds flows; usually {@link SessionReader#flow}
     * @param filter matches the flows that are used
     * @param only the numbers of the flows that are used; null for all
     * @param grows whether flows that others record meanwhile are used too
     */
    public MockedSession(
            String name,
            SessionReader reader,
            FlowFinder finder,
            Filter filter,
            @Nullable Roaring64Bitmap only,
            boolean grows) {
        this.name = name;
        this.reader = reader;
        this.finder = finder;
        this.filter = filter;
        this.only = only;
        this.grows = grows;
    }

    /** Returns the name of the session, for people. */
    public String name() {
        return name;
    }

    /** Returns the newest state of a flow; empty if it was removed. */
    public Optional<Flow> flow(long id) throws SessionException {
        return finder.find(id, reader);
    }

    /** Returns the reader, for what reads whole flows. */
    public SessionReader reader() {
        return reader;
    }

    /** Returns rows of flows; those that were removed are left out. */
    public List<FlowRow> rows(List<Long> ids) throws SessionException {
        return reader.rows(ids);
    }

    /** Returns the bytes of a body as transferred. */
    public InputStream body(Body body) {
        return reader.body(body);
    }

    /** Returns the pieces in which a chunk of a stored body arrived; see {@link SessionReader#pieces}. */
    public List<PieceTimes.Piece> pieces(long body, int sequence) throws SessionException {
        return reader.pieces(body, sequence);
    }

    /** Returns messages of a WebSocket in order, beginning with a sequence number. */
    public List<Message> messages(long flow, long fromSequence, int limit) throws SessionException {
        return reader.messages(flow, fromSequence, limit);
    }

    /** Returns columns of flows. */
    public ColumnBlock columnsOf(List<FlowColumn> columns, long[] ids) throws SessionException {
        return reader.columnsOf(columns, ids);
    }

    /**
     * Reads the flows that were not read before.
     *
     * @param stopped polled meanwhile
     */
    void scan(Visitor to, BooleanSupplier stopped) throws SessionException {
        version = reader.version();
        Roaring64Bitmap chosen = chosen(stopped);
        rewritten = rewritten(stopped);
        rescanOpen(to, chosen);
        // flows are committed almost in the order of their numbers
        Place after = behind(highest - OUT_OF_ORDER);
        while (!stopped.getAsBoolean()) {
            ColumnBlock block = reader.columns(COLUMNS, after);
            while (block.next()) {
                long id = block.number(FlowColumns.ID);
                if (!read.contains(id)) {
                    read.addLong(id);
                    highest = Math.max(highest, id);
                    add(block, chosen, to);
                }
            }
            if (block.last().equals(after)) {
                return;
            }
            after = block.last();
        }
    }

    /** Flows that a filter matches only when they have ended are found then. */
    private @Nullable Roaring64Bitmap chosen(BooleanSupplier stopped) throws SessionException {
        if (only != null || filter instanceof Filter.All) {
            return only;
        }
        return FlowSearch.numbers(reader, filter, stopped);
    }

    /** Returns the flows on which rules acted, among those that are not read yet, and those that were open. */
    private Roaring64Bitmap rewritten(BooleanSupplier stopped) throws SessionException {
        Roaring64Bitmap found = new Roaring64Bitmap();
        long first = open.stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE) - 1;
        Place after = behind(Math.min(first, highest - OUT_OF_ORDER));
        reader.search(
                FlowSearch.of(BY_RULES).after(after),
                place -> {
                    found.addLong(place.flow());
                    return true;
                },
                stopped);
        return found;
    }

    /** Behind a number in a file; all flows where numbers tell no time. */
    private Place behind(long number) {
        return reader.isInNumberOrder() && number > 0 ? Place.ofNumber(number) : Place.START;
    }

    private void rescanOpen(Visitor to, @Nullable Roaring64Bitmap chosen) throws SessionException {
        if (open.isEmpty()) {
            return;
        }
        ColumnBlock block = reader.columnsOf(
                COLUMNS, open.stream().mapToLong(Long::longValue).toArray());
        open = new ArrayList<>();
        while (block.next()) {
            add(block, chosen, to);
        }
    }

    private void add(ColumnBlock flow, @Nullable Roaring64Bitmap chosen, Visitor to) throws SessionException {
        long id = flow.number(FlowColumns.ID);
        if (flow.number(FlowColumns.STATE) == FlowState.OPEN.number()) {
            open.add(id);
        } else if (isCandidate(flow) && (chosen == null || chosen.contains(id))) {
            HttpFlow byRules = rewritten.contains(id) ? rewritten(id) : null;
            if (byRules == null) {
                to.add(flow);
            } else {
                to.addRewritten(byRules);
            }
        }
    }

    private @Nullable HttpFlow rewritten(long id) throws SessionException {
        Flow flow = flow(id).orElse(null);
        return flow instanceof HttpFlow http && AskedRequest.isRewritten(http) ? http : null;
    }

    private static boolean isCandidate(ColumnBlock flow) {
        int length = flow.length(FlowColumns.METHOD);
        return length > 0
                && !(length == 7 && flow.text(FlowColumns.METHOD).equals("CONNECT"))
                && flow.number(FlowColumns.REPLAY) != Notes.Replay.RESPONSE.number();
    }

    /** Whether a flow that has just ended is a candidate. */
    public static boolean isCandidate(HttpFlow flow) {
        return !flow.request().method().equals("CONNECT") && flow.notes().replay() != Notes.Replay.RESPONSE;
    }

    /** Whether another connection has written to the session since the last scan. */
    boolean hasChanged() throws SessionException {
        return grows && reader.version() != version;
    }

    @Override
    public void close() {
        reader.close();
    }
}
