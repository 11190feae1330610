package dev.steno.fleet.read;

import dev.steno.addon.PassThrough;
import dev.steno.codec.CodecException;
import dev.steno.filter.Order;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.PieceTimes;
import dev.steno.store.BodyReader;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowRow;
import dev.steno.store.FlowSearch;
import dev.steno.store.GivenNote;
import dev.steno.store.MessageHead;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionInfo;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionSummary;
import dev.steno.store.SortColumn;
import dev.steno.store.Usage;
import java.io.InputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a shared store, which many recorders ship to. Has one connection, which is opened again after a failure; calls are
 * serialised. Any thread but an event loop, since each call waits for the server. Flows of all recorders stand in one order
 * of time.
 */
public final class SharedReader implements SessionReader {
    /** A page of whole flows ends once it contains this many bytes, as they are stored. */
    private static final long PAGE_BYTES = 8L << 20;

    /** Upper bound on flows that are decoded at once to be tested. */
    private static final int TESTED = 32;

    private final ReadConnection store;
    private final StoredBytes bytes;
    private final RecorderNames names;
    private final SharedFlows flows;
    private final SharedChunks chunks;

    private SharedReader(ReadConnection store) {
        this.store = store;
        this.bytes = new StoredBytes(store);
        this.names = new RecorderNames(store);
        this.flows = new SharedFlows(store, bytes, names);
        this.chunks = new SharedChunks(store, bytes);
    }

    /**
     * Opens a shared store for reading.
     *
     * @throws SessionException if no server can be reached, or the database is not a store of a known schema; nothing is
     *     changed
     */
    public static SharedReader open(ServerUrl url) throws SessionException {
        SharedReader early = EarlyReader.take(url);
        return early == null ? connect(url) : early;
    }

    /** Begins to open a store on another thread, for the first {@link #open} of the same URL, which reports a failure. */
    public static void openEarly(ServerUrl url) {
        EarlyReader.begin(url);
    }

    static SharedReader connect(ServerUrl url) throws SessionException {
        return new SharedReader(ReadConnection.open(url));
    }

    /** Returns the changes of the store from now on; they are read with this reader's connection. */
    BatchLog batches() throws SessionException {
        BatchLog log = new BatchLog(store);
        return read(() -> {
            log.skip();
            return log;
        });
    }

    /** Returns the notes that viewers write from now on. */
    NoteLog notes() throws SessionException {
        NoteLog log = new NoteLog(store);
        return read(() -> {
            log.skip();
            return log;
        });
    }

    /** Reads the next notes of {@link #notes}. */
    NoteLog.Changes next(NoteLog log) throws SessionException {
        return read(() -> {
            NoteLog.Changes changes = log.next();
            changes.flows().forEach(flows::seen);
            return changes;
        });
    }

    /** Reads the next changes of {@link #batches}. */
    BatchLog.Changes next(BatchLog log) throws SessionException {
        return read(() -> {
            BatchLog.Changes changes = log.next();
            changes.changed().forEach(flows::seen);
            return changes;
        });
    }

    private <T> T read(ReadConnection.Query<T> query) throws SessionException {
        return Objects.requireNonNull(readNullable(query), "a query without a result");
    }

    private synchronized <T> @Nullable T readNullable(ReadConnection.Query<T> query) throws SessionException {
        try {
            return store.read(query);
        } catch (CodecException e) {
            throw SessionException.damaged("cannot read the shared store " + store.url() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isInNumberOrder() {
        return false;
    }

    @Override
    public Optional<Flow> flow(long id) throws SessionException {
        return read(() -> Optional.ofNullable(flows.flows(List.of(id)).get(id)));
    }

    @Override
    public List<Flow> flows(List<Long> ids) throws SessionException {
        return inOrder(ids, read(() -> flows.flows(ids)));
    }

    @Override
    public List<FlowRow> rows(List<Long> ids) throws SessionException {
        return inOrder(ids, read(() -> flows.rows(ids)));
    }

    private static <T> List<T> inOrder(List<Long> ids, Map<Long, T> found) {
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    /** Looks at the sizes first, since the rows of one query arrive together. */
    @Override
    public List<Flow> page(Place after, int limit, boolean reverse) throws SessionException {
        return read(() -> {
            List<Long> fit = new ArrayList<>();
            long[] size = {0};
            TimePages.read(store, ", octet_length(pb)", after, limit, reverse, row -> {
                if (size[0] < PAGE_BYTES) {
                    fit.add(flows.seen(TimeKey.read(row)).id());
                }
                size[0] += row.getLong(4);
                return size;
            });
            return inOrder(fit, flows.flows(fit));
        });
    }

    @Override
    public List<FlowRow> rows(Place after, int limit, boolean reverse) throws SessionException {
        return read(() -> {
            List<SharedRows.Read> rows = TimePages.read(store, SharedRows.MORE, after, limit, reverse, SharedRows::row);
            rows.forEach(row -> flows.seen(row.key()));
            return flows.exact(rows);
        });
    }

    @Override
    public List<Place> places(Place after, int limit, boolean reverse) throws SessionException {
        return read(() -> TimePages.read(
                store, "", after, limit, reverse, row -> TimeKey.read(row).place()));
    }

    /** Runs a query whose parameters are a recorder, a number, and a limit, and whose columns are a recorder and a number. */
    private List<Long> ids(String sql, long after, int limit) throws SQLException {
        PreparedStatement query = store.of(sql);
        query.setInt(1, after < 0 ? -1 : FlowNumber.recorder(after));
        query.setLong(2, after < 0 ? -1 : FlowNumber.local(after));
        query.setInt(3, limit);
        List<Long> ids = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                ids.add(FlowNumber.of(row.getInt(1), row.getLong(2)));
            }
        }
        return ids;
    }

    @Override
    public void columnOf(Order order, List<Place> places, SortColumn.Sink to) throws SessionException {
        read(() -> {
            SharedColumns.order(flows, order, places, to);
            return places;
        });
    }

    @Override
    public Place column(Order order, Place after, int limit, SortColumn.Sink to) throws SessionException {
        return read(() -> SharedColumns.order(store, flows, order, after, limit, to));
    }

    @Override
    public ColumnBlock columns(List<FlowColumn> columns, Place after) throws SessionException {
        return read(() -> SharedColumns.after(store, columns, after));
    }

    @Override
    public ColumnBlock columnsOf(List<FlowColumn> columns, long[] ids) throws SessionException {
        return read(() -> SharedColumns.of(flows, columns, ids));
    }

    @Override
    public List<Long> openIds() throws SessionException {
        return read(() -> {
            List<Long> open = new ArrayList<>();
            try (ResultSet row = store.of(
                            "SELECT " + TimeKey.COLUMNS + " FROM steno.flow WHERE state = 0 ORDER BY 1, 2, 3")
                    .executeQuery()) {
                while (row.next()) {
                    open.add(TimeKey.read(row).id());
                }
            }
            return open;
        });
    }

    /** Grows with each batch of a recorder, and with each note. */
    @Override
    public long version() throws SessionException {
        return read(
                () -> StoreFigures.number(
                        store,
                        "SELECT coalesce(sum(batch), 0)::bigint + (SELECT count(*)"
                                + " + coalesce(extract(epoch FROM max(at)) * 1000000, 0)::bigint FROM steno.note) FROM steno.progress"));
    }

    @Override
    public void search(FlowSearch what, FlowSearch.Found<Place> found, BooleanSupplier cancelled)
            throws SessionException {
        SharedSearch<Place> search = new SharedSearch<>(
                store, bytes, resolved(what), "", row -> TimeKey.read(row).place());
        search(search, what, SharedReader::values, found, cancelled);
    }

    @Override
    public void searchValues(
            FlowSearch what, Order order, FlowSearch.Found<SortColumn.Placed> found, BooleanSupplier cancelled)
            throws SessionException {
        SharedSearch<SharedColumns.Value> search = new SharedSearch<>(
                store, bytes, resolved(what), SharedColumns.select(order), row -> SharedColumns.value(row, order));
        search(search, what, hits -> SharedColumns.placed(values(hits), flows, order), found, cancelled);
    }

    private static <T> List<T> values(List<SharedSearch.Hit<T>> hits) {
        return hits.stream().map(SharedSearch.Hit::value).toList();
    }

    @Override
    public void searchRows(FlowSearch what, FlowSearch.Found<FlowRow> found, BooleanSupplier cancelled)
            throws SessionException {
        SharedSearch<SharedRows.Read> search =
                new SharedSearch<>(store, bytes, resolved(what), SharedRows.MORE, SharedRows::row);
        search(search, what, hits -> flows.exact(values(hits)), found, cancelled);
    }

    private FlowSearch resolved(FlowSearch what) throws SessionException {
        return read(() -> names.resolved(what));
    }

    /** Makes the results of hits; under the reader's lock. */
    private interface Results<T, R> {
        List<R> of(List<SharedSearch.Hit<T>> hits) throws SQLException;
    }

    private <T, R> void search(
            SharedSearch<T> search,
            FlowSearch what,
            Results<T, R> results,
            FlowSearch.Found<R> found,
            BooleanSupplier cancelled)
            throws SessionException {
        try (FlowMatcher test = new FlowMatcher(this, what.filter())) {
            search(search, test, results, found, cancelled);
        }
    }

    private <T, R> void search(
            SharedSearch<T> search,
            FlowMatcher test,
            Results<T, R> results,
            FlowSearch.Found<R> found,
            BooleanSupplier cancelled)
            throws SessionException {
        while (true) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
            List<SharedSearch.Hit<T>> hits = readNullable(search::next);
            if (hits == null) {
                return;
            }
            for (int from = 0, to; from < hits.size(); from = to) {
                to = search.isExact() ? hits.size() : Math.min(hits.size(), from + TESTED);
                List<SharedSearch.Hit<T>> some = hits.subList(from, to);
                some.forEach(hit -> flows.seen(hit.key()));
                List<SharedSearch.Hit<T>> sure = search.isExact() ? some : test.sure(some, cancelled);
                for (R result : read(() -> results.of(sure))) {
                    if (!found.accept(result)) {
                        return;
                    }
                }
            }
            found.reached(search.position(), search.isQuick() ? 0 : read(search::share));
        }
    }

    @Override
    public List<Message> messages(long flow, long fromSequence, int limit) throws SessionException {
        return read(() -> SharedMessages.read(store, flow, flows.timeOfFlow(flow), fromSequence, limit));
    }

    @Override
    public List<MessageHead> messageHeads(long flow, long fromSequence, int limit, int startBytes)
            throws SessionException {
        return read(() -> SharedMessages.heads(store, flow, flows.timeOfFlow(flow), fromSequence, limit, startBytes));
    }

    @Override
    public long nextMessage(long flow) throws SessionException {
        return read(() -> SharedMessages.next(store, flow, flows.timeOfFlow(flow)));
    }

    @Override
    public InputStream body(Body body) {
        return body instanceof Body.Stored stored
                ? new SharedBody(stored, 0, new SharedChunks.Found(0, 0), sequence -> chunk(stored.id(), sequence))
                : BodyReader.INLINE.body(body);
    }

    @Override
    public InputStream body(Body body, long offset) throws SessionException {
        long from = Math.min(offset, body.size());
        if (body instanceof Body.Stored stored && from < stored.size()) {
            SharedChunks.Found first = read(() -> chunks.find(stored.id(), flows.timeOfBody(stored.id()), from));
            return new SharedBody(stored, from, first, sequence -> chunk(stored.id(), sequence));
        }
        return BodyReader.INLINE.body(body, from);
    }

    private byte @Nullable [] chunk(long body, int sequence) throws SessionException {
        return readNullable(() -> chunks.read(body, flows.timeOfBody(body), sequence));
    }

    @Override
    public List<PieceTimes.Piece> pieces(long body, int sequence) throws SessionException {
        return read(() -> chunks.pieces(body, flows.timeOfBody(body), sequence));
    }

    @Override
    public List<FlowEdit> edits(long flow) throws SessionException {
        return read(() -> flows.edits(flow));
    }

    @Override
    public Optional<HttpFlow> beforeEdit(long flow, int number) throws SessionException {
        return read(() -> Optional.ofNullable(flows.beforeEdit(flow, number)));
    }

    @Override
    public List<GivenNote> notes(long flow) throws SessionException {
        return read(() -> ViewerNotes.read(store, flow));
    }

    @Override
    public SessionInfo info() throws SessionException {
        return read(() -> StoreFigures.info(store));
    }

    @Override
    public SessionSummary summary() throws SessionException {
        return read(() -> StoreFigures.summary(store, flows));
    }

    @Override
    public Usage usage() throws SessionException {
        return read(() -> StoreFigures.usage(store));
    }

    @Override
    public List<Long> flowsWithBodies(Place after, int limit) throws SessionException {
        return read(() -> ids(
                "SELECT DISTINCT recorder, flow FROM steno.body_chunk WHERE (recorder, flow) > (?, ?)"
                        + " ORDER BY 1, 2 LIMIT ?",
                after.isStart() ? -1 : after.flow(),
                limit));
    }

    @Override
    public List<String> recorders() {
        try {
            return read(() -> StoreFigures.recorders(store));
        } catch (SessionException e) {
            return List.of(); // the next read says why
        }
    }

    /** Returns the highest number of the recorder that has the highest; nothing about time follows from it. */
    @Override
    public long lastFlow() throws SessionException {
        return read(() -> {
            try (ResultSet row = store.of("SELECT recorder, flow FROM steno.flow ORDER BY 1 DESC, 2 DESC LIMIT 1")
                    .executeQuery()) {
                return row.next() ? FlowNumber.of(row.getInt(1), row.getLong(2)) : 0;
            }
        });
    }

    /** The state of one proxy is not shipped. */
    @Override
    public List<PassThrough> passThroughs() {
        return List.of();
    }

    /** The options of one proxy are not shipped. */
    @Override
    public Map<String, String> options() {
        return Map.of();
    }

    /** What is to be redacted was redacted before it was shipped. */
    @Override
    public List<String> exitRules() {
        return List.of();
    }

    @Override
    public synchronized void close() {
        store.close();
        bytes.close();
    }
}
