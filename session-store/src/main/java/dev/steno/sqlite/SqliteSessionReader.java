package dev.steno.sqlite;

import dev.steno.addon.PassThrough;
import dev.steno.codec.CodecException;
import dev.steno.filter.Order;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.PieceTimes;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.ExitRules;
import dev.steno.sqlite.file.FileCheck;
import dev.steno.sqlite.file.RecorderLock;
import dev.steno.sqlite.file.SchemaCheck;
import dev.steno.sqlite.file.SideFiles;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.file.SqliteFailures;
import dev.steno.sqlite.file.UncheckedSqlException;
import dev.steno.sqlite.query.ColumnQuery;
import dev.steno.sqlite.query.FlowQuery;
import dev.steno.sqlite.query.FullFlowMatcher;
import dev.steno.sqlite.query.OrderQuery;
import dev.steno.sqlite.query.TextTestFunction;
import dev.steno.sqlite.table.BodyStream;
import dev.steno.sqlite.table.BodyTable;
import dev.steno.sqlite.table.CertificateTable;
import dev.steno.sqlite.table.ChunkStarts;
import dev.steno.sqlite.table.FlowTable;
import dev.steno.sqlite.table.IdRanges;
import dev.steno.sqlite.table.MessageTable;
import dev.steno.sqlite.table.PassThroughTable;
import dev.steno.sqlite.table.RevisionTable;
import dev.steno.sqlite.table.ShipNotes;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowRow;
import dev.steno.store.FlowSearch;
import dev.steno.store.MessageHead;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionInfo;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionSummary;
import dev.steno.store.SortColumn;
import dev.steno.store.Usage;
import dev.steno.text.FileErrors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * Reads a session file, which this or another process may be recording to. Has one connection; calls are serialised.
 * Any thread but an event loop, since it reads the disk.
 */
public final class SqliteSessionReader implements SessionReader {
    /** A page of whole flows ends once it contains this many bytes. */
    private static final long PAGE_BYTES = 16L << 20;

    private final Path file;
    private final SqliteConnection sqlite;
    private final CertificateTable.Reader certificates;
    private final ChunkStarts chunkStarts = new ChunkStarts();

    /** Null before the first search. */
    private @Nullable TextTestFunction textTests;

    private SqliteSessionReader(Path file, SqliteConnection sqlite) {
        this.file = file;
        this.sqlite = sqlite;
        this.certificates = new CertificateTable.Reader(sqlite);
    }

    /**
     * Opens a session for reading.
     *
     * @throws SessionException if there is no such file or it is not a session of a known format; the file is not
     *     changed
     */
    public static SqliteSessionReader open(Path given) throws SessionException {
        Path file = FileCheck.forReading(given);
        try {
            SqliteConnection sqlite = new SqliteConnection(ConnectionOpener.read(file));
            try {
                SchemaCheck.check(file, sqlite);
                return new SqliteSessionReader(file, sqlite);
            } catch (SQLException | SessionException e) {
                sqlite.close();
                throw e;
            }
        } catch (SQLException e) {
            throw SqliteFailures.opening(file, e);
        }
    }

    /** A read of the database; failures are translated for people. */
    private interface Query<T> {
        @Nullable
        T run() throws SQLException, SessionException;
    }

    private <T> T read(Query<T> query) throws SessionException {
        return Objects.requireNonNull(readNullable(query), "a query without a result");
    }

    private synchronized <T> @Nullable T readNullable(Query<T> query) throws SessionException {
        try {
            return query.run();
        } catch (SQLException e) {
            sqlite.forget();
            throw SqliteFailures.reading(file, e);
        } catch (UncheckedSqlException e) {
            sqlite.forget();
            throw SqliteFailures.reading(file, e.failure());
        } catch (CodecException e) {
            throw SessionException.damaged("cannot read the session " + file + ": " + e.getMessage(), e);
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            sqlite.forget();
            throw SqliteFailures.oddRow(file, e);
        }
    }

    @Override
    public Optional<Flow> flow(long id) throws SessionException {
        return read(() -> Optional.ofNullable(FlowTable.flow(sqlite, id, certificates)));
    }

    @Override
    public List<Flow> flows(List<Long> ids) throws SessionException {
        return read(() -> FlowTable.flows(sqlite, ids, certificates));
    }

    @Override
    public boolean isInNumberOrder() {
        return true;
    }

    @Override
    public List<Flow> page(Place after, int limit, boolean reverse) throws SessionException {
        return read(() -> {
            List<Flow> flows = new ArrayList<>();
            long bytes = 0;
            try (ResultSet row = keyset(FlowTable.MESSAGES, after, limit, reverse)) {
                while (bytes < PAGE_BYTES && row.next()) {
                    bytes += MessageTable.data(row, 2).length;
                    flows.add(FlowTable.decode(row, row.getLong(1), certificates));
                }
            }
            return flows;
        });
    }

    @Override
    public List<FlowRow> rows(Place after, int limit, boolean reverse) throws SessionException {
        return read(() -> {
            List<FlowRow> rows = new ArrayList<>();
            try (ResultSet row = keyset(FlowTable.ROWS, after, limit, reverse)) {
                while (row.next()) {
                    rows.add(FlowTable.row(row));
                }
            }
            return rows;
        });
    }

    @Override
    public List<Place> places(Place after, int limit, boolean reverse) throws SessionException {
        return read(() -> {
            List<Place> places = new ArrayList<>();
            try (ResultSet row = keyset("SELECT id, started FROM flow", after, limit, reverse)) {
                while (row.next()) {
                    places.add(place(row));
                }
            }
            return places;
        });
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(row.getLong(2), row.getLong(1));
    }

    @Override
    public void ranges(RangeSink to, BooleanSupplier cancelled) throws SessionException {
        long last = Place.START.flow();
        long after;
        do {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
            after = last;
            long behind = after;
            last = read(() -> IdRanges.next(sqlite, behind, to));
        } while (last != after);
    }

    @Override
    public List<FlowRow> rows(List<Long> ids) throws SessionException {
        return read(() -> FlowTable.rows(sqlite, ids));
    }

    @Override
    public Place column(Order order, Place after, int limit, SortColumn.Sink to) throws SessionException {
        return read(() -> OrderQuery.read(sqlite, order, after, limit, to));
    }

    @Override
    public void columnOf(Order order, List<Place> places, SortColumn.Sink to) throws SessionException {
        List<Long> ids = places.stream().map(Place::flow).toList();
        read(() -> OrderQuery.read(sqlite, order, ids, to));
    }

    @Override
    public ColumnBlock columns(List<FlowColumn> columns, Place after) throws SessionException {
        return read(() -> ColumnQuery.after(sqlite, columns, after));
    }

    @Override
    public ColumnBlock columnsOf(List<FlowColumn> columns, long[] ids) throws SessionException {
        return read(() -> ColumnQuery.of(sqlite, columns, ids));
    }

    @Override
    public List<Long> openIds() throws SessionException {
        return read(() -> sqlite.numbers("SELECT id FROM flow WHERE state = 0 ORDER BY id"));
    }

    @Override
    public long version() throws SessionException {
        return read(() -> sqlite.number("PRAGMA data_version"));
    }

    private static String keyset(boolean reverse) {
        return reverse ? " WHERE id < ? ORDER BY id DESC LIMIT ?" : " WHERE id > ? ORDER BY id LIMIT ?";
    }

    private ResultSet keyset(String select, Place after, int limit, boolean reverse) throws SQLException {
        PreparedStatement query = sqlite.of(select + keyset(reverse));
        query.setLong(1, reverse && after.isStart() ? Long.MAX_VALUE : after.flow());
        query.setInt(2, limit);
        return query.executeQuery();
    }

    @Override
    public void search(FlowSearch what, FlowSearch.Found<Place> found, BooleanSupplier cancelled)
            throws SessionException {
        search(what, "id, started", SqliteSessionReader::place, found, cancelled);
    }

    @Override
    public void searchRows(FlowSearch what, FlowSearch.Found<FlowRow> found, BooleanSupplier cancelled)
            throws SessionException {
        search(what, FlowTable.COLUMNS, FlowTable::row, found, cancelled);
    }

    private <T> void search(
            FlowSearch what,
            String select,
            FlowQuery.Columns<T> columns,
            FlowSearch.Found<T> found,
            BooleanSupplier cancelled)
            throws SessionException {
        FullFlowMatcher test = new FullFlowMatcher(this, what.filter());
        FlowQuery<T> query = read(() -> new FlowQuery<>(sqlite, textTests(), what, select, columns));
        try {
            while (true) {
                query.span().beginRead();
                List<FlowQuery.Hit<T>> hits = readNullable(query::next);
                if (hits == null || !hand(hits, test, found, cancelled)) {
                    return;
                }
                query.span().endRead();
                found.reached(query.position(), query.share());
            }
        } finally {
            close(query);
        }
    }

    private TextTestFunction textTests() throws SQLException {
        TextTestFunction made = textTests;
        if (made == null) {
            made = TextTestFunction.on(sqlite);
            textTests = made;
        }
        return made;
    }

    private static <T> boolean hand(
            List<FlowQuery.Hit<T>> hits, FullFlowMatcher test, FlowSearch.Found<T> found, BooleanSupplier cancelled)
            throws SessionException {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException();
        }
        for (FlowQuery.Hit<T> hit : hits) {
            if (!hit.sure() && cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
            if ((hit.sure() || test.matches(hit.id())) && !found.accept(hit.value())) {
                return false;
            }
        }
        return true;
    }

    private synchronized void close(FlowQuery<?> query) throws SessionException {
        try {
            query.close();
        } catch (SQLException e) {
            throw SqliteFailures.reading(file, e);
        }
    }

    @Override
    public List<Message> messages(long flow, long fromSequence, int limit) throws SessionException {
        return read(() -> MessageTable.read(sqlite, flow, fromSequence, limit));
    }

    @Override
    public List<MessageHead> messageHeads(long flow, long fromSequence, int limit, int startBytes)
            throws SessionException {
        return read(() -> MessageTable.heads(sqlite, flow, fromSequence, limit, startBytes));
    }

    @Override
    public long nextMessage(long flow) throws SessionException {
        return read(() -> sqlite.number("SELECT max(seq) + 1 FROM message WHERE flow = ?", flow));
    }

    @Override
    public InputStream body(Body body) {
        if (body instanceof Body.Stored stored) {
            return new BodyStream(stored, sequence -> chunk(stored.id(), sequence));
        }
        return new ByteArrayInputStream(body instanceof Body.Inline inline ? inline.bytes() : new byte[0]);
    }

    @Override
    public InputStream body(Body body, long offset) throws SessionException {
        long from = Math.min(offset, body.size());
        if (body instanceof Body.Stored stored && from < stored.size()) {
            ChunkStarts.Found chunk = read(() -> chunkStarts.find(sqlite, stored.id(), from));
            return new BodyStream(stored, from, chunk, sequence -> chunk(stored.id(), sequence));
        }
        byte[] bytes = body instanceof Body.Inline inline ? inline.bytes() : new byte[0];
        int start = (int) Math.min(from, bytes.length);
        return new ByteArrayInputStream(bytes, start, bytes.length - start);
    }

    @Override
    public List<PieceTimes.Piece> pieces(long body, int sequence) throws SessionException {
        return read(() -> BodyTable.pieces(sqlite, body, sequence));
    }

    private byte @Nullable [] chunk(long body, int sequence) throws SessionException {
        return readNullable(() -> BodyTable.chunk(sqlite, body, sequence));
    }

    @Override
    public List<FlowEdit> edits(long flow) throws SessionException {
        return read(() -> RevisionTable.edits(sqlite, flow));
    }

    @Override
    public Optional<HttpFlow> beforeEdit(long flow, int number) throws SessionException {
        return read(() -> Optional.ofNullable(RevisionTable.before(sqlite, flow, number, certificates)));
    }

    @Override
    public SessionInfo info() throws SessionException {
        return read(() -> SessionInfoQuery.of(this, sqlite));
    }

    @Override
    public SessionSummary summary() throws SessionException {
        return read(() -> SessionSummaryQuery.of(sqlite));
    }

    @Override
    public Usage usage() throws SessionException {
        return read(() -> new Usage(
                sqlite.number("SELECT value FROM counter WHERE name = 'flows'"),
                (sqlite.number("PRAGMA page_count") - sqlite.number("PRAGMA freelist_count"))
                        * sqlite.number("PRAGMA page_size")));
    }

    @Override
    public long miscounted() throws SessionException {
        return read(() -> sqlite.number("SELECT coalesce((SELECT value FROM counter WHERE name = 'flows'), 0)"
                + " - (SELECT count(*) FROM flow)"));
    }

    @Override
    public List<Long> flowsWithBodies(Place after, int limit) throws SessionException {
        return read(() -> sqlite.numbers(
                "SELECT DISTINCT flow FROM body WHERE flow > ? ORDER BY flow LIMIT ?", after.flow(), limit));
    }

    @Override
    public List<String> recorders() {
        return RecorderLock.isHeld(file) ? List.of("a running process") : List.of();
    }

    /** Returns whether a process is recording to a session file. */
    public static boolean isRecorded(Path file) {
        return RecorderLock.isHeld(file);
    }

    @Override
    public long lastFlow() throws SessionException {
        return read(() -> sqlite.number("SELECT max(id) FROM flow"));
    }

    @Override
    public List<PassThrough> passThroughs() throws SessionException {
        return sealedPassThroughs().stream().map(PassThroughTable.Sealed::one).toList();
    }

    /** Like {@link #passThroughs()}, with the code of each entry's {@code Seal}. */
    List<PassThroughTable.Sealed> sealedPassThroughs() throws SessionException {
        return read(() -> PassThroughTable.read(sqlite));
    }

    @Override
    public boolean awaitsShipping(long flow) throws SessionException {
        return read(() -> ShipNotes.awaits(sqlite, flow));
    }

    @Override
    public Map<String, String> options() throws SessionException {
        return read(() -> SessionInfoQuery.options(sqlite));
    }

    @Override
    public List<String> exitRules() throws SessionException {
        return ExitRules.specs(meta(ExitRules.NAME).orElse(""));
    }

    /** Returns a value of the table {@code meta}. */
    public Optional<String> meta(String name) throws SessionException {
        return read(() -> {
            PreparedStatement query = sqlite.of("SELECT value FROM meta WHERE name = ?");
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        });
    }

    Path file() {
        return file;
    }

    /** Returns the version of the file's format. */
    public int format() throws SessionException {
        return read(() -> (int) sqlite.number("PRAGMA user_version"));
    }

    /** Returns the size of a session file and its write-ahead log, in bytes. */
    public static long bytes(Path file) throws SessionException {
        try {
            Path log = SideFiles.log(file);
            return Files.size(file) + (Files.exists(log) ? Files.size(log) : 0);
        } catch (IOException e) {
            throw new SessionException("cannot inspect " + file + ": " + FileErrors.reason(e), e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            sqlite.close();
        } catch (SQLException e) {
            throw new IllegalStateException("a statement of the reader is still running", e);
        }
    }
}
