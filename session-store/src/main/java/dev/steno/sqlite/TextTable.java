package dev.steno.sqlite;

import dev.steno.search.Distances;
import dev.steno.search.Postings;
import dev.steno.search.TextChunk;
import dev.steno.session.SessionException;
import dev.steno.session.TextIndex;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** The tables {@code text_chunk}, {@code text_posting} and {@code text_again}, written. For the writer thread. */
final class TextTable implements TextIndex {
    /** All that the index is made of, but for the counter that says how far it goes. */
    static final List<String> TABLES = List.of("text_chunk", "text_posting", "text_again");

    private final Path file;
    private final Statements statements;
    private volatile long indexedTo;

    /** Flows up to this one are indexed or being indexed. */
    private long begunTo;

    /** Flows up to {@code begunTo} that were written since the chunk was begun. */
    private final Roaring64Bitmap written = new Roaring64Bitmap();

    private boolean again;
    private long chunk;

    TextTable(Path file, Statements statements) throws SQLException {
        this.file = file;
        this.statements = statements;
        this.indexedTo = statements.number("SELECT value FROM counter WHERE name = 'text_indexed_to'");
        this.begunTo = indexedTo;
    }

    /** A piece of a transaction. */
    private interface Work {
        void run() throws SQLException;
    }

    /** Within the caller's transaction: a flow was written. */
    void wrote(long flow) throws SQLException {
        if (flow <= begunTo) {
            written.addLong(flow);
            statements.run("INSERT INTO text_again (flow) VALUES (?) ON CONFLICT (flow) DO NOTHING", flow);
        }
    }

    /** Within the caller's transaction: a flow was deleted. */
    void deleted(long flow) throws SQLException {
        if (flow <= begunTo) {
            statements.run("DELETE FROM text_again WHERE flow = ?", flow);
        }
    }

    /** Within the caller's transaction, where nobody records: a flow was written by a tool. */
    static void note(Statements statements, long flow) throws SQLException {
        statements.run(
                "INSERT OR IGNORE INTO text_again (flow) SELECT ?1 WHERE ?1 <="
                        + " (SELECT value FROM counter WHERE name = 'text_indexed_to')",
                flow);
    }

    /** Within the caller's transaction, where nobody records: makes the index empty, to be filled anew by the next recorder. */
    static void forget(Statements statements) throws SQLException {
        for (String each : TABLES) {
            statements.run("DELETE FROM " + each);
        }
        statements.run("UPDATE counter SET value = 0 WHERE name = 'text_indexed_to'");
    }

    @Override
    public long indexedTo() {
        return indexedTo;
    }

    @Override
    public List<Long> begin(int limit, boolean writtenAgain) throws SessionException {
        try {
            again = writtenAgain;
            written.clear();
            chunk = 1 + statements.number("SELECT max(id) FROM text_chunk");
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
            statements.forget();
            throw Failures.reading(file, e);
        }
    }

    private List<Long> ids(String sql, long after, int limit) throws SQLException {
        List<Long> ids = new ArrayList<>();
        PreparedStatement query = statements.of(sql);
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
            PreparedStatement insert = statements.of("INSERT INTO text_posting (id, lists) VALUES (?, ?)"
                    + " ON CONFLICT (id) DO UPDATE SET lists = excluded.lists"); // a chunk that was given up
            for (int i = 0; i < rows.size(); i++) {
                insert.setLong(1, chunk * Postings.ROWS + firstRow + i);
                insert.setBytes(2, rows.get(i));
                insert.executeUpdate();
            }
        });
    }

    @Override
    public void end(TextChunk done, List<Long> open) throws SessionException {
        long[] flows = done.flows();
        long last = flows[flows.length - 1];
        transaction(() -> {
            insert(done);
            for (long flow : flows) {
                if (!written.contains(flow)) {
                    statements.run("DELETE FROM text_again WHERE flow = ?", flow);
                }
            }
            for (long flow : open) {
                statements.run("INSERT INTO text_again (flow) VALUES (?) ON CONFLICT (flow) DO NOTHING", flow);
            }
            if (!again) {
                statements.run("DELETE FROM text_again WHERE flow > ?", last); // not indexed yet: looked at anyway
                statements.run("UPDATE counter SET value = ? WHERE name = 'text_indexed_to'", last);
            }
        });
        indexedTo = again ? indexedTo : last;
        begunTo = indexedTo;
    }

    private void insert(TextChunk done) throws SQLException {
        long[] flows = done.flows();
        long first = flows[0];
        long last = flows[flows.length - 1];
        PreparedStatement insert = statements.of(
                "INSERT INTO text_chunk (id, again, first, last, flows, partial)" + " VALUES (?, ?, ?, ?, ?, ?)");
        insert.setLong(1, chunk);
        insert.setInt(2, again ? 1 : 0);
        insert.setLong(3, first);
        insert.setLong(4, last);
        if (last - first == flows.length - 1) {
            insert.setNull(5, Types.BLOB);
        } else {
            insert.setBytes(5, Distances.encode(flows));
        }
        insert.setBytes(
                6,
                Distances.encode(
                        done.partial().stream().mapToLong(Integer::longValue).toArray()));
        insert.executeUpdate();
    }

    private void transaction(Work work) throws SessionException {
        try {
            statements.execute("BEGIN IMMEDIATE");
            work.run();
            statements.execute("COMMIT");
        } catch (SQLException e) {
            statements.forget();
            try {
                statements.execute("ROLLBACK");
            } catch (SQLException ended) {
                // Some failures end the transaction by themselves; then there is nothing to roll back.
            }
            throw Failures.writing(file, e);
        }
    }
}
