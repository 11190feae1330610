package dev.steno.sqlite.table;

import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.WriteBatch;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tables {@code ship_again} and {@code ship_gone}, as those who change flows write them: which flows a shipper has to
 * send again, or to remove from a shared store. A session that is never shipped has no row in {@code ship_target}, and so
 * none here; a writer pays for one look at that table per transaction.
 *
 * <p>For the writer thread, within its transaction; {@link #expire} is for any thread.
 */
public final class ShipNotes {
    private static final String AGAIN = "INSERT INTO ship_again (target, flow, n) SELECT id, ?1, 1 FROM ship_target"
            + " WHERE claimed_to >= ?1 ON CONFLICT (target, flow) DO UPDATE SET n = n + 1";

    private static final String GONE = "INSERT OR REPLACE INTO ship_gone (target, flow, started)"
            + " SELECT t.id, f.id, f.started FROM ship_target t, flow f WHERE f.id = ?1 AND t.claimed_to >= ?1";

    private final SqliteConnection sqlite;

    /** Flows whose next removal, of themselves or of their bodies, only makes room in the file. */
    private final Set<Long> expired = ConcurrentHashMap.newKeySet();

    private long claimed;

    public ShipNotes(SqliteConnection sqlite) {
        this.sqlite = sqlite;
    }

    /** Says that a flow, or its bodies, will be removed to make room: a shared store that has it keeps it. */
    public void expire(long flow) {
        expired.add(flow);
    }

    /** Reads how far shippers have come, in the transaction whose changes follow. */
    public void begin() throws SQLException {
        claimed = sqlite.number("SELECT max(claimed_to) FROM ship_target");
    }

    /**
     * Notes a revision that was written.
     *
     * @param emptied whether its bodies were removed
     */
    public void wrote(long flow, boolean emptied) throws SQLException {
        if (flow <= claimed && !(emptied && expired.contains(flow))) {
            sqlite.run(AGAIN, flow);
        }
    }

    /** Notes that a flow is about to be removed; call while it is there. */
    public void deleting(long flow) throws SQLException {
        if (flow <= claimed) {
            if (!expired.contains(flow)) {
                sqlite.run(GONE, flow);
            }
            sqlite.run("DELETE FROM ship_again WHERE flow = ?", flow);
        }
    }

    /** Forgets the removals for space that were committed. */
    public void committed(WriteBatch batch) {
        if (!expired.isEmpty()) {
            expired.removeAll(batch.deleted());
            expired.removeIf(batch::isEmptied);
        }
    }

    /** Notes a change of a flow that another than the writer makes, such as a repair. */
    public static void wrote(SqliteConnection sqlite, long flow) throws SQLException {
        sqlite.run(AGAIN, flow);
    }

    /** Returns whether the run that records ships, and has not sent a flow yet. */
    public static boolean awaits(SqliteConnection sqlite, long flow) throws SQLException {
        return sqlite.number(
                        "SELECT EXISTS (SELECT 1 FROM ship_target t WHERE held = 1 AND (shipped_to < ?1"
                                + " OR EXISTS (SELECT 1 FROM ship_again a WHERE a.target = t.id AND a.flow = ?1)))",
                        flow)
                > 0;
    }

    /** Lets the limits of a session remove flows again, until a run ships. */
    public static void release(SqliteConnection sqlite) throws SQLException {
        sqlite.run("UPDATE ship_target SET held = 0 WHERE held = 1");
        sqlite.run("DELETE FROM ship_target WHERE recorder = 0");
    }

    /**
     * A store that has flows of this session as they were before it was rewritten.
     *
     * @param url its address when it was shipped to last
     * @param recorder the number by which it has them
     */
    public record Earlier(String url, int recorder) {}

    /**
     * Notes in a session that was rewritten that the stores have its flows as they were, and that it has to ship under another
     * number: rows of {@code ship_target} without a session. Call within a transaction, with the rows of the old file.
     */
    public static List<Earlier> rewritten(SqliteConnection sqlite) throws SQLException {
        sqlite.run("DELETE FROM ship_target WHERE recorder = 0");
        sqlite.run("UPDATE ship_target SET session = '', epoch = 0, next_epoch = 0, part = 0, next_part = 0, batch = 0,"
                + " shipped_to = 0, claimed_to = 0, held = 0");
        List<Earlier> stores = new ArrayList<>();
        try (ResultSet row =
                sqlite.of("SELECT url, recorder FROM ship_target ORDER BY id").executeQuery()) {
            while (row.next()) {
                stores.add(new Earlier(row.getString(1), row.getInt(2)));
            }
        }
        return stores;
    }

    /** Notes the removal of the flows whose numbers a query returns, by a tool. */
    public static void deleting(SqliteConnection sqlite, String flows) throws SQLException {
        try (PreparedStatement gone = sqlite.prepare("INSERT OR REPLACE INTO ship_gone (target, flow, started)"
                        + " SELECT t.id, f.id, f.started FROM ship_target t JOIN flow f ON f.id <= t.claimed_to"
                        + " WHERE f.id IN (" + flows + ")");
                PreparedStatement again = sqlite.prepare("DELETE FROM ship_again WHERE flow IN (" + flows + ")")) {
            gone.executeUpdate();
            again.executeUpdate();
        }
    }
}
