package dev.steno.sqlite.check;

import dev.steno.sqlite.Recovery;
import dev.steno.sqlite.file.BadRowException;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.table.Checksum;
import dev.steno.sqlite.table.FlowTable;
import dev.steno.sqlite.table.MessageTable;
import dev.steno.store.Problem.Kind;
import dev.steno.store.Progress;
import dev.steno.store.WorkStopped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks a whole session part by part. If it only reports, each part is one short read transaction with a consistent
 * snapshot, so a session can be checked while it is recorded. If it repairs, everything happens in the caller's
 * transaction. For one thread.
 */
final class Inspection {
    private static final int FLOWS = 200;

    private final SqliteConnection sqlite;
    private final Findings findings;
    private final Progress progress;
    private final BooleanSupplier recorded;
    private final @Nullable Repair repair;
    private final boolean within;

    /**
     * @param recorded returns whether a process records; if so, open flows and unreferenced bodies are its unfinished
     *     data
     */
    Inspection(
            SqliteConnection sqlite,
            Findings findings,
            Progress progress,
            BooleanSupplier recorded,
            @Nullable Repair repair) {
        this.sqlite = sqlite;
        this.findings = findings;
        this.progress = progress;
        this.recorded = recorded;
        this.repair = repair;
        this.within = repair != null;
    }

    private Inspection(SqliteConnection sqlite, Findings findings, Progress progress) {
        this.sqlite = sqlite;
        this.findings = findings;
        this.progress = progress;
        this.recorded = () -> false;
        this.repair = null;
        this.within = true;
    }

    /**
     * Creates an inspection that only reports, within the caller's transaction; to check a repair before it is
     * committed.
     */
    static Inspection after(SqliteConnection sqlite, Findings findings, Progress progress) {
        return new Inspection(sqlite, findings, progress);
    }

    private <T> T part(OrphanCheck.Part<T> part) throws SQLException, WorkStopped {
        progress.check();
        if (within) {
            return part.run();
        }
        sqlite.execute("BEGIN");
        try {
            return part.run();
        } finally {
            sqlite.execute("COMMIT");
        }
    }

    /** A part without a result. */
    private interface Step {
        void run() throws SQLException;
    }

    private void step(Step step) throws SQLException, WorkStopped {
        part(() -> {
            step.run();
            return true;
        });
    }

    void run() throws SQLException, WorkStopped {
        leftovers();
        if (repair != null) {
            new Recovery(sqlite).run();
        }
        step(() -> new MetaCheck(sqlite, findings, repair != null).run());
        certificates();
        flows();
        new OrphanCheck(sqlite, findings, repair != null).run(this::part);
        step(() -> new TextCheck(sqlite, findings, repair != null).run());
        step(() -> new CounterCheck(sqlite, findings, repair != null).run());
    }

    private void leftovers() throws SQLException, WorkStopped {
        boolean live = recorded.getAsBoolean();
        List<Long> open = new ArrayList<>();
        List<Long> unnamed = new ArrayList<>();
        step(() -> {
            open.addAll(sqlite.numbers("SELECT id FROM flow WHERE state = 0"));
            unnamed.addAll(sqlite.numbers("SELECT id FROM body WHERE flow IS NULL"));
        });
        if (live || recorded.getAsBoolean()) { // a recorder that started in between may own them
            return;
        }
        open.forEach(flow -> findings.addProblem(Kind.LEFT_OPEN, flow, "it was open when its recorder died"));
        unnamed.forEach(
                body -> findings.addProblem(Kind.LEFT_BODY, 0, "body " + body + " is not referred to by a flow yet"));
    }

    private void certificates() throws SQLException, WorkStopped {
        progress.beginStep("checking certificates", "", 0);
        step(() -> new CertificateCheck(sqlite, findings, repair).run());
    }

    private void flows() throws SQLException, WorkStopped {
        progress.beginStep("checking flows", "flows", sqlite.number("SELECT count(*) FROM flow"));
        FlowCheck check = new FlowCheck(sqlite, findings, repair);
        for (long after = Long.MIN_VALUE; after != Long.MAX_VALUE; ) {
            long from = after;
            after = part(() -> {
                long last = last(from);
                check.load(from, last);
                for (StoredFlow each : stored(from, last)) {
                    check.check(each);
                }
                return last;
            });
            progress.at(findings.flows());
        }
        check.finish();
    }

    /**
     * Returns the last flow number of the next range. The range also contains flows without columns or without an
     * encoded form.
     */
    private long last(long after) throws SQLException {
        PreparedStatement query =
                sqlite.of("SELECT id FROM flow_pb WHERE id > ? ORDER BY id LIMIT 1 OFFSET " + (FLOWS - 1));
        query.setLong(1, after);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? row.getLong(1) : Long.MAX_VALUE;
        }
    }

    private Iterable<StoredFlow> stored(long after, long last) throws SQLException {
        Map<Long, StoredFlow> found = new TreeMap<>();
        PreparedStatement rows = sqlite.of(FlowTable.ROWS + " WHERE id > ? AND id <= ?");
        rows.setLong(1, after);
        rows.setLong(2, last);
        try (ResultSet row = rows.executeQuery()) {
            while (row.next()) {
                long id = row.getLong(1);
                found.put(id, new StoredFlow(id, columns(row), null, true));
            }
        }
        PreparedStatement messages = sqlite.of(FlowTable.MESSAGES + " WHERE id > ? AND id <= ?");
        messages.setLong(1, after);
        messages.setLong(2, last);
        try (ResultSet row = messages.executeQuery()) {
            while (row.next()) {
                long id = row.getLong(1);
                byte[] pb = MessageTable.data(row, 2);
                StoredFlow with = found.get(id);
                found.put(
                        id,
                        new StoredFlow(
                                id,
                                with == null ? null : with.columns(),
                                pb,
                                Checksum.matches(row, 3, Checksum.ofFlow(pb))));
            }
        }
        return found.values();
    }

    private static StoredFlow.Columns columns(ResultSet row) throws SQLException {
        try {
            return new StoredFlow.Columns(FlowTable.row(row));
        } catch (BadRowException e) {
            return new StoredFlow.Columns(null); // a number without a constant, or a missing text
        }
    }
}
