package dev.steno.fleet.ship;

import dev.steno.fleet.pack.FlowDictionary;
import dev.steno.fleet.pack.Packer;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.SharedSchema;
import dev.steno.fleet.server.StoreConnections;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.flow.Certificate;
import dev.steno.flow.Message;
import dev.steno.flow.Times;
import dev.steno.sqlite.ship.ShipBatch;
import dev.steno.sqlite.ship.SpoolContent;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A shared store as one recorder writes it, over one connection. A method that fails leaves the connection unusable: close
 * it and open another. For one thread; each call blocks.
 */
public final class SharedStore implements AutoCloseable {
    private static final String PROGRAM = "steno ship";

    /** After how long without an answer a statement is given up at first: many times what a batch takes. */
    static final int FIRST_SILENCE_SECONDS = 5;

    /** More than a statement may take, so that the server's word comes first. */
    static final int LAST_SILENCE_SECONDS = 70;

    /** Certificates remembered as sent; with more of them, all are sent again. */
    private static final int REMEMBERED = 4_096;

    private static final String BEGIN = StoreConnections.BOUNDS
            + ", (SELECT value FROM steno.meta WHERE name = 'schema'),"
            + " (SELECT value FROM steno.meta WHERE name = 'kept_from')";

    private final ServerUrl url;
    private final Connection connection;
    private final String identity;
    private final StoreDays days = new StoreDays();
    private final Packer packer;
    private final Set<Certificate> sent = new LinkedHashSet<>();
    private long epoch;

    /** Read while another thread sends a batch. */
    private volatile long keptFrom;

    private SharedStore(ServerUrl url, Connection connection, String identity, Packer packer) {
        this.url = url;
        this.connection = connection;
        this.identity = identity;
        this.packer = packer;
    }

    /**
     * Connects, and makes the store's tables if there are none.
     *
     * @param packer compresses what is sent; stays the caller's
     * @param silenceSeconds after how long without an answer a statement fails
     */
    public static SharedStore open(ServerUrl url, Packer packer, int silenceSeconds) throws StoreFailure {
        Connection connection = StoreConnections.open(url, PROGRAM, silenceSeconds);
        try {
            SharedSchema.prepare(url, connection);
            connection.setAutoCommit(true);
            SharedStore store = new SharedStore(url, connection, identity(connection), packer);
            store.prepare();
            return store;
        } catch (SQLException e) {
            abandon(connection);
            throw StoreFailure.of(url, e);
        } catch (StoreFailure e) {
            abandon(connection);
            throw e;
        }
    }

    private static void abandon(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // the failure that is reported came first
        }
    }

    private static String identity(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT value FROM steno.meta WHERE name = 'store'")) {
            row.next();
            return row.getString(1);
        }
    }

    private void prepare() throws StoreFailure {
        transaction(() -> {
            addDictionary();
            days.read(connection);
            return true;
        });
        makeDays(LongStream.empty());
    }

    /** Looks first: each node of a cluster has the table, so that a write needs all of them. */
    private void addDictionary() throws SQLException {
        try (PreparedStatement look = connection.prepareStatement("SELECT FROM steno.dictionary WHERE dict = ?")) {
            look.setInt(1, FlowDictionary.NUMBER);
            try (ResultSet row = look.executeQuery()) {
                if (row.next()) {
                    return;
                }
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO steno.dictionary (dict, bytes) VALUES (?, ?) ON CONFLICT (dict) DO NOTHING")) {
            insert.setInt(1, FlowDictionary.NUMBER);
            insert.setBytes(2, FlowDictionary.bytes());
            insert.executeUpdate();
        }
    }

    /** Makes the tables of days that have none, each in a transaction of its own: who waits for a lock, gives up. */
    private void makeDays(LongStream started) throws StoreFailure {
        for (long day : days.missing(started, Times.now())) {
            transaction(() -> {
                days.make(connection, day);
                return true;
            });
        }
    }

    /** The random identifier of the store, the same over all of its addresses. */
    public String identity() {
        return identity;
    }

    /**
     * Returns whether the store no longer keeps flows of a time, as its last transaction saw it. A flow whose clock was never
     * set is kept: how old it is, is not known.
     *
     * @param started in nanoseconds since 1970
     */
    boolean isTooOld(long started) {
        return started >= SharedSchema.CREDIBLE && started < keptFrom;
    }

    /** Work in a transaction. */
    private interface Work<T> {
        T run() throws SQLException, StoreFailure;
    }

    private <T> T transaction(Work<T> work) throws StoreFailure {
        try {
            connection.setAutoCommit(false);
            try {
                begin();
                T result = work.run();
                connection.commit();
                connection.setAutoCommit(true);
                return result;
            } catch (SQLException | StoreFailure | RuntimeException e) {
                rollback(e);
                throw e;
            }
        } catch (SQLException e) {
            throw StoreFailure.of(url, e);
        }
    }

    private void rollback(Exception failure) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException second) {
            failure.addSuppressed(new SQLException("the connection was lost", second.getSQLState()));
        }
    }

    private void begin() throws SQLException, StoreFailure {
        try (PreparedStatement begin = connection.prepareStatement(BEGIN);
                ResultSet row = begin.executeQuery()) {
            row.next();
            int columns = row.getMetaData().getColumnCount();
            String version = row.getString(columns - 1);
            if (!String.valueOf(SharedSchema.VERSION).equals(version)) {
                throw new StoreFailure(
                        StoreFailure.Kind.SETUP,
                        "the shared store " + url + " was migrated to schema " + version
                                + " meanwhile, and this program knows " + SharedSchema.VERSION + ": update Steno");
            }
            String kept = row.getString(columns);
            keptFrom = kept == null ? Long.MIN_VALUE : Long.parseLong(kept);
        }
    }

    /**
     * Makes a session known as a recorder.
     *
     * @param session its random identifier; known from an earlier call if its answer was lost
     * @param epoch the mark of this shipper
     * @return its number
     */
    public int register(String session, String name, String host, String version, long epoch) throws StoreFailure {
        return transaction(() -> {
            int recorder;
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO steno.recorder (session, name, host, version)"
                            + " VALUES (?::uuid, ?, ?, ?) ON CONFLICT (session) DO UPDATE SET version = excluded.version"
                            + " RETURNING recorder")) {
                insert.setString(1, session);
                insert.setString(2, FlowStatements.stored(name));
                insert.setString(3, FlowStatements.stored(host));
                insert.setString(4, version);
                try (ResultSet row = insert.executeQuery()) {
                    row.next();
                    recorder = row.getInt(1);
                }
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO steno.progress (recorder, epoch, part, batch) VALUES (?, ?, 0, 0)"
                            + " ON CONFLICT (recorder) DO UPDATE SET epoch = excluded.epoch")) {
                insert.setInt(1, recorder);
                insert.setLong(2, epoch);
                insert.executeUpdate();
            }
            return recorder;
        });
    }

    /**
     * How far a recorder has come.
     *
     * @param epoch the mark of the shipper that took over last
     * @param part the mark of the part that it sent last; 0 if there is none
     * @param batch the last batch of that part
     */
    public record Progress(long epoch, long part, long batch) {
        /** Whether the recorder is removed from the store, or was. */
        boolean isRemoved() {
            return part == SharedSchema.REMOVED;
        }
    }

    /** Returns how far a recorder has come; null if the store does not know it. */
    public @Nullable Progress progress(int recorder) throws StoreFailure {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT epoch, part, batch FROM steno.progress WHERE recorder = ?")) {
            query.setInt(1, recorder);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? new Progress(row.getLong(1), row.getLong(2), row.getLong(3)) : null;
            }
        } catch (SQLException e) {
            throw StoreFailure.of(url, e);
        }
    }

    /** Sets the mark of this shipper in the place of one before; returns whether that was still there. */
    public boolean takeOver(int recorder, long before, long epoch) throws StoreFailure {
        return transaction(() -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE steno.progress SET epoch = ?, at = now() WHERE recorder = ? AND epoch = ?")) {
                update.setLong(1, epoch);
                update.setInt(2, recorder);
                update.setLong(3, before);
                return update.executeUpdate() == 1;
            }
        });
    }

    /** What came of a batch. */
    public enum Outcome {
        APPLIED,
        /** It was committed before, and the answer was lost. */
        KNOWN,
        /** Another shipper took over: nothing was written. */
        FENCED,
        /** The store no longer keeps flows of the time of some of these: nothing was written. */
        TOO_OLD
    }

    /**
     * Writes a batch in one transaction, once.
     *
     * @param part the mark of what is sent, which may be several batches
     * @param batch its number, one more than that of the last one
     * @param texts notes flows that the index of texts has as they were
     */
    Outcome apply(
            int recorder,
            long epoch,
            long part,
            long batch,
            List<ReadyFlow> flows,
            List<ShipBatch.Gone> gone,
            ShippedTexts texts)
            throws StoreFailure {
        Set<Certificate> fresh = new LinkedHashSet<>();
        for (ReadyFlow flow : flows) {
            for (Certificate each : flow.certificates()) {
                if (!sent.contains(each)) {
                    fresh.add(each);
                }
            }
        }
        makeDays(flows.stream().mapToLong(flow -> flow.row().started()));
        Outcome outcome = transaction(() -> {
            if (flows.stream().anyMatch(flow -> isTooOld(flow.row().started()))) {
                return Outcome.TOO_OLD; // removed since the flows were chosen
            }
            try (PreparedStatement fence = connection.prepareStatement("UPDATE steno.progress SET batch = ?, part = ?,"
                    + " at = now() WHERE recorder = ? AND epoch = ? AND batch = ?")) {
                fence.setLong(1, batch);
                fence.setLong(2, part);
                fence.setInt(3, recorder);
                fence.setLong(4, epoch);
                fence.setLong(5, batch - 1);
                if (fence.executeUpdate() == 0) {
                    Progress found = progress(recorder);
                    boolean known = found != null && found.epoch() == epoch && found.batch() == batch;
                    return known ? Outcome.KNOWN : Outcome.FENCED;
                }
            }
            texts.noteChanged(connection, flows);
            FlowStatements.writeFlows(connection, recorder, flows);
            FlowStatements.writeCertificates(connection, recorder, fresh);
            FlowStatements.writeEdits(connection, recorder, flows);
            FlowStatements.remove(connection, recorder, gone);
            TextStatements.removeChunks(connection, recorder, gone);
            FlowStatements.tellChanges(connection, recorder, batch, flows, gone);
            return Outcome.APPLIED;
        });
        if (outcome == Outcome.APPLIED) {
            if (sent.size() > REMEMBERED) {
                sent.clear();
            }
            sent.addAll(fresh);
        }
        return outcome;
    }

    /** Statements on the connection, within a transaction. */
    interface Statements<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Runs statements in a transaction. */
    <T> T inTransaction(Statements<T> statements) throws StoreFailure {
        return transaction(() -> statements.run(connection));
    }

    /** Returns the number of the first message of a flow that the store lacks. */
    long nextMessage(int recorder, long flow, long started) throws StoreFailure {
        try {
            return PieceStatements.nextMessage(connection, recorder, flow, started);
        } catch (SQLException e) {
            throw StoreFailure.of(url, e);
        }
    }

    /** Returns the number of the first chunk of a body that the store lacks. */
    int nextChunk(int recorder, long body, long started) throws StoreFailure {
        try {
            return PieceStatements.nextChunk(connection, recorder, body, started);
        } catch (SQLException e) {
            throw StoreFailure.of(url, e);
        }
    }

    /**
     * Says who writes from now on.
     *
     * @param as the mark with which this shipper took over
     */
    void writeAs(long as) {
        epoch = as;
        sent.clear(); // it may be under another number, which has none of the certificates
    }

    /**
     * Writes messages of a flow in one transaction; they are not shown before a revision counts them.
     *
     * @throws PartShipping.Fenced if another took over
     */
    void writeMessages(int recorder, long started, List<Message> messages) throws IOException {
        writePieces(recorder, started, () -> PieceStatements.writeMessages(connection, recorder, started, messages));
    }

    /**
     * Writes chunks of a body in one transaction; they are not shown before a revision names the body.
     *
     * @throws PartShipping.Fenced if another took over
     */
    void writeChunks(int recorder, long flow, long started, long body, List<SpoolContent.Chunk> chunks)
            throws IOException {
        writePieces(
                recorder,
                started,
                () -> PieceStatements.writeChunks(connection, recorder, flow, started, body, chunks, packer));
    }

    /** Statements that write pieces. */
    private interface Pieces {
        void write() throws SQLException;
    }

    /** Of a recorder that is removed meanwhile, no piece must be written behind those who remove. */
    private void writePieces(int recorder, long started, Pieces pieces) throws IOException {
        makeDays(LongStream.of(started));
        boolean ours = transaction(() -> {
            if (!TextStatements.isOurs(connection, recorder, epoch)) {
                return false;
            }
            if (!isTooOld(started)) {
                pieces.write();
            }
            return true;
        });
        if (!ours) {
            throw new PartShipping.Fenced();
        }
    }

    @Override
    public void close() {
        abandon(connection);
    }
}
