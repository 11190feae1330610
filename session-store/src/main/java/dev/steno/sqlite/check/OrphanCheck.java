package dev.steno.sqlite.check;

import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.Problem.Kind;
import dev.steno.store.WorkStopped;
import java.sql.SQLException;
import java.util.List;

/** Finds rows that belong to no other row, in ranges, and removes them in a repair. */
final class OrphanCheck {
    private static final int RANGE = 10_000;

    /**
     * A kind of row that requires another row.
     *
     * @param table the table of these rows
     * @param key the column that refers to the required row
     * @param owner an SQL condition on {@code o}, the table, for rows whose required row exists
     */
    private record Dependents(Kind kind, String table, String key, String owner, String text) {
        static final String FLOW_IS_THERE = "EXISTS (SELECT 1 FROM flow f WHERE f.id = o.flow)"
                + " OR EXISTS (SELECT 1 FROM flow_pb p WHERE p.id = o.flow)";
    }

    private static final List<Dependents> ALL = List.of(
            new Dependents(
                    Kind.ORPHAN_BODY,
                    "body",
                    "flow",
                    Dependents.FLOW_IS_THERE,
                    "bodies of flow %d, which does not exist"),
            new Dependents(
                    Kind.ORPHAN_PIECES,
                    "body_chunk",
                    "body",
                    "EXISTS (SELECT 1 FROM body b WHERE b.id = o.body)",
                    "chunks of body %d, which does not exist"),
            new Dependents(
                    Kind.ORPHAN_STREAM,
                    "message",
                    "flow",
                    Dependents.FLOW_IS_THERE,
                    "messages of flow %d, which does not exist"),
            new Dependents(
                    Kind.ORPHAN_ANNOTATION,
                    "annotation",
                    "flow",
                    Dependents.FLOW_IS_THERE,
                    "annotations of flow %d, which does not exist"),
            new Dependents(
                    Kind.ORPHAN_REVISION,
                    "revision",
                    "flow",
                    Dependents.FLOW_IS_THERE,
                    "edits of flow %d, which does not exist"));

    private final SqliteConnection sqlite;
    private final Findings findings;
    private final boolean remove;

    OrphanCheck(SqliteConnection sqlite, Findings findings, boolean remove) {
        this.sqlite = sqlite;
        this.findings = findings;
        this.remove = remove;
    }

    /** Runs a part of the check, in a transaction. */
    interface Runner {
        <T> T run(Part<T> part) throws SQLException, WorkStopped;
    }

    interface Part<T> {
        T run() throws SQLException;
    }

    void run(Runner runner) throws SQLException, WorkStopped {
        for (Dependents each : ALL) {
            for (long from = Long.MIN_VALUE; from != Long.MAX_VALUE; ) {
                long start = from;
                from = runner.run(() -> range(each, start));
            }
        }
    }

    /** Checks a range of keys. Returns where the next range begins. */
    private long range(Dependents rows, long from) throws SQLException {
        String in = " FROM " + rows.table + " AS o WHERE o." + rows.key;
        List<Long> next =
                sqlite.numbers("SELECT o." + rows.key + in + " >= ? ORDER BY o." + rows.key + " LIMIT 1", from);
        if (next.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long first = next.get(0);
        long end = first > Long.MAX_VALUE - RANGE ? Long.MAX_VALUE : first + RANGE;
        List<Long> lost = sqlite.numbers(
                "SELECT DISTINCT o." + rows.key + in + " >= ? AND o." + rows.key + " < ? AND NOT (" + rows.owner + ")",
                first,
                end);
        for (long owner : lost) {
            findings.addProblem(rows.kind, 0, "there are " + String.format(rows.text, owner));
            if (remove) {
                sqlite.run("DELETE FROM " + rows.table + " WHERE " + rows.key + " = ?", owner);
            }
        }
        return end;
    }
}
