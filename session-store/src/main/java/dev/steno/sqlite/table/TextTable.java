package dev.steno.sqlite.table;

import dev.steno.codec.CodecException;
import dev.steno.codec.FlowCodec;
import dev.steno.flow.Flow;
import dev.steno.search.DistanceCodec;
import dev.steno.search.FlowText;
import dev.steno.search.Postings;
import dev.steno.search.TextChunk;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.file.SqliteFailures;
import dev.steno.sqlite.file.UncheckedSqlException;
import dev.steno.store.SessionException;
import dev.steno.store.TextIndex;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Writes the tables {@code text_chunk}, {@code text_posting} and {@code text_again}. For the writer thread. */
public final class TextTable implements TextIndex {
    /** The query for the watermark. */
    public static final String INDEXED_TO = "SELECT max(last) FROM text_chunk WHERE again = 0";

    /** The tables of the index. */
    public static final List<String> TABLES = List.of("text_chunk", "text_posting", "text_again");

    private final Path file;
    private final SqliteConnection sqlite;
    private final CertificateTable.Reader certificates;
    private volatile long indexedTo;

    /** The highest flow number that is indexed or in the current chunk. */
    private long begunTo;

    /** Flows up to {@code begunTo} that were updated since the chunk was begun. */
    private final Roaring64Bitmap written = new Roaring64Bitmap();

    private boolean again;
    private long chunk;

    public TextTable(Path file, SqliteConnection sqlite) throws SQLException {
        this.file = file;
        this.sqlite = sqlite;
        this.indexedTo = sqlite.number(INDEXED_TO);
        this.begunTo = indexedTo;
        this.certificates = new CertificateTable.Reader(sqlite);
    }

    /** The statements of a transaction. */
    private interface Work {
        void run() throws SQLException;
    }

    /**
     * Returns whether a revision has texts that the index may lack. Call before it is written. Marks and comments are
     * not indexed.
     */
    public boolean areNew(Flow flow) throws SQLException {
        if (flow.id() > begunTo) {
            return false;
        }
        PreparedStatement query = sqlite.of("SELECT pb FROM flow_pb WHERE id = ?");
        query.setLong(1, flow.id());
        try (ResultSet row = query.executeQuery()) {
            return !row.next() || !FlowText.same(FlowCodec.decode(row.getBytes(1), certificates), flow);
        } catch (CodecException damaged) {
            return true;
        } catch (UncheckedSqlException e) {
            throw e.failure();
        }
    }

    /** Marks a flow whose texts changed, within the caller's transaction. */
    public void wrote(long flow) throws SQLException {
        written.addLong(flow);
        sqlite.run("INSERT INTO text_again (flow) VALUES (?) ON CONFLICT (flow) DO NOTHING", flow);
    }

    /** Unmarks a deleted flow, within the caller's transaction. */
    public void deleted(long flow) throws SQLException {
        if (flow <= begunTo) {
            sqlite.run("DELETE FROM text_again WHERE flow = ?", flow);
        }
    }

    /** Marks a flow that a tool has written, within the caller's transaction. No process may be recording. */
    public static void note(SqliteConnection sqlite, long flow) throws SQLException {
        sqlite.run("INSERT OR IGNORE INTO text_again (flow) SELECT ?1 WHERE ?1 <= (" + INDEXED_TO + ")", flow);
    }

    /**
     * Empties the index, within the caller's transaction; the next recorder builds it again. No process may be
     * recording.
     */
    public static void forget(SqliteConnection sqlite) throws SQLException {
        for (String each : TABLES) {
            sqlite.run("DELETE FROM " + each);
        }
    }

    @Override
    public long indexedTo() {
        return indexedTo;
    }

    @Override
    public boolean dropEmpty() throws SessionException {
        try {
            long oldest = sqlite.number("SELECT id FROM text_chunk WHERE last < coalesce((SELECT min(id) FROM flow), 0)"
                    + " ORDER BY id LIMIT 1");
            if (oldest == 0) {
                return false;
            }
            transaction(() -> {
                long first = oldest * Postings.ROWS;
                sqlite.run("DELETE FROM text_posting WHERE id BETWEEN ? AND ?", first, first + Postings.ROWS - 1);
                sqlite.run("DELETE FROM text_chunk WHERE id = ?", oldest);
            });
            return true;
        } catch (SQLException e) {
            sqlite.forget();
            throw SqliteFailures.reading(file, e);
        }
    }

    @Override
    public List<Long> beginChunk(int limit, boolean writtenAgain) throws SessionException {
        try {
            again = writtenAgain;
            written.clear();
            chunk = 1 + sqlite.number("SELECT max(id) FROM text_chunk");
            List<Long> flows = again
                    ? ids(
                            "SELECT flow FROM text_again JOIN flow ON flow.id = flow WHERE state <> 0"
                                    + " AND flow > ? ORDER BY flow LIMIT ?",
                            0,
                            limit)
                    : ids("SELECT id FROM flow WHERE id > ? ORDER BY id LIMIT ?", indexedTo, limit);
            begunTo = again || flows.isEmpty() ? indexedTo : flows.get(flows.size() - 1);
            return flows;
        } catch (SQLException e) {
            sqlite.forget();
            throw SqliteFailures.reading(file, e);
        }
    }

    private List<Long> ids(String sql, long after, int limit) throws SQLException {
        List<Long> ids = new ArrayList<>();
        PreparedStatement query = sqlite.of(sql);
        query.setLong(1, after);
        query.setInt(2, limit);
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        return ids;
    }

    @Override
    public void write(int firstRow, List<byte[]> rows) throws SessionException {
        transaction(() -> {
            PreparedStatement insert = sqlite.of("INSERT INTO text_posting (id, lists) VALUES (?, ?)"
                    + " ON CONFLICT (id) DO UPDATE SET lists = excluded.lists"); // rows of an abandoned chunk
            for (int i = 0; i < rows.size(); i++) {
                insert.setLong(1, chunk * Postings.ROWS + firstRow + i);
                insert.setBytes(2, rows.get(i));
                insert.executeUpdate();
            }
        });
    }

    @Override
    public void publishChunk(TextChunk done, List<Long> open) throws SessionException {
        long[] flows = done.flows();
        long last = flows[flows.length - 1];
        transaction(() -> {
            insert(done);
            for (long flow : flows) {
                if (!written.contains(flow)) {
                    sqlite.run("DELETE FROM text_again WHERE flow = ?", flow);
                }
            }
            for (long flow : open) {
                sqlite.run("INSERT INTO text_again (flow) VALUES (?) ON CONFLICT (flow) DO NOTHING", flow);
            }
            if (!again) {
                sqlite.run(
                        "DELETE FROM text_again WHERE flow > ?",
                        last); // beyond the watermark; searches read these flows anyway
            }
        });
        indexedTo = again ? indexedTo : last;
        begunTo = indexedTo;
    }

    private void insert(TextChunk done) throws SQLException {
        long[] flows = done.flows();
        long first = flows[0];
        long last = flows[flows.length - 1];
        PreparedStatement insert = sqlite.of("INSERT INTO text_chunk (id, again, after, first, last, flows, partial)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)");
        insert.setLong(1, chunk);
        insert.setInt(2, again ? 1 : 0);
        insert.setLong(3, indexedTo);
        insert.setLong(4, first);
        insert.setLong(5, last);
        if (last - first == flows.length - 1) {
            insert.setNull(6, Types.BLOB);
        } else {
            insert.setBytes(6, DistanceCodec.encode(flows));
        }
        insert.setBytes(
                7,
                DistanceCodec.encode(
                        done.partial().stream().mapToLong(Integer::longValue).toArray()));
        insert.executeUpdate();
    }

    private void transaction(Work work) throws SessionException {
        try {
            sqlite.execute("BEGIN IMMEDIATE");
            work.run();
            sqlite.execute("COMMIT");
        } catch (SQLException e) {
            rollback();
            throw SqliteFailures.writing(file, e);
        } catch (RuntimeException | Error e) {
            rollback();
            throw e;
        }
    }

    private void rollback() {
        sqlite.forget();
        try {
            sqlite.execute("ROLLBACK");
        } catch (SQLException ended) {
            // Some failures end the transaction themselves; then ROLLBACK fails.
        }
    }
}
