package dev.steno.fleet.upkeep;

import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.SharedSchema;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.fleet.upkeep.RecorderRows.Step;
import dev.steno.fleet.upkeep.RecorderRows.Table;
import dev.steno.store.Progress;
import dev.steno.store.WorkStopped;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes a recorder out of a shared store with all that it shipped and all that viewers noted. It first takes the recorder over, as a shipper
 * would, so that nothing of it is written any more; then rows are removed in steps of some hundred, each a transaction, and the
 * change feed tells followers which flows have gone. What was removed stays removed if it is stopped, and the next call goes on.
 * The row of {@code progress} stays, with the part {@link SharedSchema#REMOVED}: a shipper that comes back learns from it that it has
 * to begin anew.
 *
 * <p>For one thread; each call blocks.
 */
public final class RecorderRemoval implements AutoCloseable {
    /** How recently a recorder must have shipped to be taken for one that ships now. */
    public static final Duration SHIPS_NOW = Duration.ofMinutes(5);

    private static final int SILENCE_SECONDS = 300;

    /** Rows of a step. */
    private static final int ROWS = 500;

    /** Pieces of bodies of a step: 16 MiB at most. */
    private static final int PIECES = 64;

    /** Chunks of the index of texts, each with its 512 rows of postings. */
    private static final int CHUNKS = 8;

    private static final Table FLOWS = new Table("flow", "flow", "started");
    private static final Table MESSAGES = new Table("message", "flow", "seq");
    private static final Table BODIES = new Table("body_chunk", "body", "seq");
    private static final Table EDITS = new Table("revision", "flow", "n");
    private static final Table TEXTS = new Table("text_chunk", "chunk", "started");
    private static final Table POSTINGS = new Table("text_posting", "chunk", "part");
    private static final Table AGAIN = new Table("text_again", "flow", "started");
    private static final Table NOTES = new Table("note", "flow", "started");
    private static final Table CERTIFICATES = new Table("certificate", List.of("sha256"), "", false);

    /** The change feed but for what tells that flows have gone, so that followers who come a little later learn that too. */
    private static final Table BATCHES = new Table("batch", List.of("batch"), " AND cardinality(flows) > 0", false);

    /** What is removed before the recorder itself; a role must be allowed to remove rows of each. */
    private static final List<Table> TABLES =
            List.of(FLOWS, MESSAGES, BODIES, EDITS, TEXTS, POSTINGS, AGAIN, NOTES, CERTIFICATES, BATCHES);

    private final ServerUrl url;
    private final Connection connection;

    private RecorderRemoval(ServerUrl url, Connection connection) {
        this.url = url;
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @throws StoreFailure if the store cannot be reached, is none, or the role may not remove recorders
     */
    public static RecorderRemoval open(ServerUrl url) throws StoreFailure {
        Connection connection = ExistingStore.connect(url, SILENCE_SECONDS);
        RecorderRemoval made = new RecorderRemoval(url, connection);
        try {
            made.checkRights();
            return made;
        } catch (StoreFailure e) {
            made.close();
            throw e;
        } catch (SQLException e) {
            made.close();
            throw StoreFailure.of(url, e);
        }
    }

    private void checkRights() throws SQLException, StoreFailure {
        List<String> names = Stream.concat(
                        Stream.of("recorder"), TABLES.stream().map(Table::name))
                .toList();
        StringBuilder all = new StringBuilder("SELECT current_setting('transaction_read_only') = 'on'");
        names.forEach(table ->
                all.append(", has_table_privilege('steno.").append(table).append("', 'DELETE')"));
        try (PreparedStatement query = connection.prepareStatement(all.toString());
                ResultSet row = query.executeQuery()) {
            row.next();
            if (row.getBoolean(1)) {
                throw new StoreFailure(
                        StoreFailure.Kind.SETUP,
                        "the shared store " + url
                                + ": this server is a read-only standby; name the primary in the URL");
            }
            for (int i = 0; i < names.size(); i++) {
                if (!row.getBoolean(i + 2)) {
                    throw new StoreFailure(
                            StoreFailure.Kind.SETUP,
                            "the shared store " + url + ": the role " + url.role()
                                    + " may not remove recorders; connect as the owner of the tables");
                }
            }
        }
    }

    /** Counts what a recorder has; nothing changes. */
    public RemovedRows count(int recorder) throws StoreFailure {
        try {
            return new RemovedRows(
                    count(FLOWS, recorder),
                    count(MESSAGES, recorder),
                    count(BODIES, recorder),
                    count(EDITS, recorder),
                    count(NOTES, recorder));
        } catch (SQLException e) {
            throw StoreFailure.of(url, e);
        }
    }

    private long count(Table table, int recorder) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT count(*) FROM steno." + table.name() + " WHERE recorder = ?")) {
            query.setInt(1, recorder);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * Returns how long ago a recorder shipped, if that is so recent that it may ship now; empty otherwise, and if its removal has
     * begun.
     */
    public Optional<Duration> shippedAgo(int recorder) throws StoreFailure {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT extract(epoch FROM now() - at)::bigint FROM steno.progress WHERE recorder = ? AND part <> "
                        + SharedSchema.REMOVED)) {
            query.setInt(1, recorder);
            try (ResultSet row = query.executeQuery()) {
                Duration ago = row.next() ? Duration.ofSeconds(Math.max(0, row.getLong(1))) : SHIPS_NOW;
                return ago.compareTo(SHIPS_NOW) < 0 ? Optional.of(ago) : Optional.empty();
            }
        } catch (SQLException e) {
            throw StoreFailure.of(url, e);
        }
    }

    /**
     * Removes a recorder.
     *
     * @param progress is told of flows
     * @return what this call removed
     * @throws WorkStopped if the progress requires it; a further call goes on
     * @throws StoreFailure if it cannot be done; a further call goes on
     */
    public RemovedRows remove(int recorder, Progress progress) throws StoreFailure, WorkStopped {
        try {
            Taken taken = new Taken(recorder, progress);
            taken.takeOver();
            RemovedRows all = RemovedRows.NONE;
            RemovedRows last;
            do { // what a transaction wrote that ended meanwhile
                last = taken.removeRows();
                all = all.plus(last);
            } while (taken.removedAny());
            execute("DELETE FROM steno.recorder WHERE recorder = ?", recorder);
            return all;
        } catch (SQLException e) {
            throw StoreFailure.of(url, e);
        }
    }

    /** A recorder's number is an Integer: a cluster looks for the node of a value of the column's type. */
    private int execute(String sql, Number... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        }
    }

    /** Work in a transaction. */
    private interface Work<T> {
        T run() throws SQLException, StoreFailure;
    }

    private <T> T inTransaction(Work<T> work) throws SQLException, StoreFailure {
        connection.setAutoCommit(false);
        try {
            T result = work.run();
            connection.commit();
            return result;
        } catch (SQLException | StoreFailure | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** The recorder that is removed. */
    private final class Taken {
        private final int recorder;
        private final Progress progress;
        private final long epoch = new SecureRandom().nextLong() & Long.MAX_VALUE;
        private long batch;
        private long removed;

        Taken(int recorder, Progress progress) {
            this.recorder = recorder;
            this.progress = progress;
        }

        boolean removedAny() {
            return removed > 0;
        }

        /** From now on a shipper of this recorder is fenced. A batch that is being committed is waited for. */
        void takeOver() throws SQLException, StoreFailure {
            batch = inTransaction(() -> {
                execute(
                        "INSERT INTO steno.progress (recorder, epoch, part, batch, at) VALUES (?, ?, ?, 0, now())"
                                + " ON CONFLICT (recorder) DO UPDATE SET epoch = excluded.epoch, part = excluded.part,"
                                + " at = excluded.at",
                        recorder,
                        epoch,
                        SharedSchema.REMOVED);
                try (PreparedStatement query =
                        connection.prepareStatement("SELECT batch FROM steno.progress WHERE recorder = ?")) {
                    query.setInt(1, recorder);
                    try (ResultSet row = query.executeQuery()) {
                        row.next();
                        return row.getLong(1);
                    }
                }
            });
        }

        /** The index first: without its chunks, searches read the flows that are left. */
        RemovedRows removeRows() throws SQLException, StoreFailure, WorkStopped {
            removed = 0;
            removeAll(AGAIN, ROWS);
            removeAll(TEXTS, CHUNKS);
            removeAll(POSTINGS, CHUNKS * 512);
            long flows = removeFlows();
            RemovedRows rows = new RemovedRows(
                    flows,
                    removeAll(MESSAGES, ROWS),
                    removeAll(BODIES, PIECES),
                    removeAll(EDITS, ROWS),
                    removeAll(NOTES, ROWS));
            removeAll(CERTIFICATES, ROWS);
            removeAll(BATCHES, ROWS);
            return rows;
        }

        private long removeAll(Table table, int atOnce) throws SQLException, WorkStopped {
            RecorderRows rows = new RecorderRows(connection, recorder, table, atOnce);
            long all = 0;
            for (Step step = rows.next(); !step.isEmpty(); step = rows.next()) {
                progress.check();
                all += rows.remove(step);
                rows.removed(step);
            }
            removed += all;
            return all;
        }

        private long removeFlows() throws SQLException, StoreFailure, WorkStopped {
            progress.beginStep("removing", "flows", count(FLOWS, recorder));
            RecorderRows rows = new RecorderRows(connection, recorder, FLOWS, ROWS);
            long all = 0;
            for (Step step = rows.next(); !step.isEmpty(); step = rows.next()) {
                progress.check();
                Step next = step;
                all += inTransaction(() -> removeFlows(rows, next));
                rows.removed(step);
                progress.at(all);
            }
            removed += all;
            return all;
        }

        private long removeFlows(RecorderRows rows, Step step) throws SQLException, StoreFailure {
            if (execute(
                            "UPDATE steno.progress SET batch = ?, at = now() WHERE recorder = ? AND epoch = ?",
                            batch + 1,
                            recorder,
                            epoch)
                    == 0) {
                throw new StoreFailure(
                        StoreFailure.Kind.SETUP,
                        "the shared store " + url + ": another steno removes recorder " + recorder
                                + " and took over; one at a time is enough");
            }
            long count = rows.remove(step);
            Object[] gone = step.keys().stream().map(key -> key[0]).toArray();
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO steno.batch (recorder, batch, at, flows, started, gone) VALUES (?, ?, now(), '{}', '{}', ?)")) {
                insert.setInt(1, recorder);
                insert.setLong(2, batch + 1);
                insert.setArray(3, connection.createArrayOf("int8", gone));
                insert.executeUpdate();
            }
            batch++;
            return count;
        }
    }

    /** Removes what is left of recorders that were removed days ago: followers have learned of it, or begin anew. */
    static void forgetOld(Connection connection) throws SQLException {
        List<Integer> old = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT p.recorder FROM steno.progress p"
                        + " LEFT JOIN steno.recorder r ON r.recorder = p.recorder WHERE r.recorder IS NULL AND p.part = "
                        + SharedSchema.REMOVED + " AND p.at < now() - interval '2 days'");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                old.add(row.getInt(1));
            }
        }
        for (int recorder : old) {
            for (String table : List.of("batch", "progress")) {
                try (PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM steno." + table + " WHERE recorder = ?")) {
                    delete.setInt(1, recorder);
                    delete.executeUpdate();
                }
            }
        }
    }

    @Override
    public void close() {
        ExistingStore.close(connection);
    }
}
