package dev.steno.sqlite.ship;

import dev.steno.flow.FlowState;
import dev.steno.sqlite.file.SideLock;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.table.CertificateTable;
import dev.steno.sqlite.table.Checksum;
import dev.steno.sqlite.table.MessageTable;
import dev.steno.store.SessionException;
import dev.steno.store.StoredEnum;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A session as the spool of one shipper. Reads what is to be sent and notes what was, in short transactions beside those
 * of a recorder. A session that no process records is locked against recorders while it is shipped.
 *
 * <p>For one thread. A process that dies leaves the notes of the last batch unwritten, which is then sent again.
 */
public final class ShipSpool implements AutoCloseable {
    /** What {@link #pending} reads; the count of a flow's notes follows. */
    private static final String PENDING = "SELECT p.id, p.pb, p.checksum, f.state, f.started, ";

    /** Flows behind the last ones that are counted one by one. */
    private static final long COUNTED = 2_000;

    private final SpoolFile file;
    private final SqliteConnection sqlite;
    private final ShipTargets targets;
    private final SpoolContent content;
    private @Nullable SideLock lock;

    /** The last flow that was read to be sent again; 0 if all were. */
    private long againRead;

    private ShipSpool(SpoolFile file) {
        this.file = file;
        this.sqlite = file.sqlite();
        this.targets = new ShipTargets(file);
        this.content = new SpoolContent(file, new CertificateTable.Reader(sqlite));
    }

    /**
     * Opens a session, and migrates it if its format is older and no process records to it.
     *
     * @throws SessionException if there is no session, or an older version of Steno records to it
     */
    public static ShipSpool open(Path given) throws IOException {
        return new ShipSpool(SpoolFile.open(given));
    }

    /** Opens the session that this process records, for a thread beside the writer. */
    public static ShipSpool openRecorded(Path file) throws IOException {
        return new ShipSpool(SpoolFile.openRecorded(file));
    }

    public Path file() {
        return file.file();
    }

    /** Returns whether another thread or process records, so that flows may still come. */
    public boolean isRecorded() {
        return file.isRecorded();
    }

    /**
     * Makes sure that nobody else ships this file to a store, from now to the end. One file has one shipper at a time: what two
     * note about the same flows would be taken for the work of a copy.
     *
     * @param store its identity
     * @return false if another shipper has begun
     */
    public boolean lock(String store) throws SessionException {
        if (lock == null) {
            lock = SideLock.tryShipping(file.file(), store);
        }
        return lock != null;
    }

    public ShipTargets targets() {
        return targets;
    }

    public SpoolContent content() {
        return content;
    }

    /**
     * Reads the next part. Flows that have just begun are left for later, since most of them end soon.
     *
     * @param limit upper bound on its flows, and on its removals
     * @param bytes upper bound on the encoded flows, unless there is only one
     * @param begunBefore open flows are sent if they began before this time, in nanoseconds since 1970
     */
    public ShipBatch next(ShipTarget target, int limit, long bytes, long begunBefore) throws SessionException {
        return next(target, ShipBatch.NONE, limit, bytes, begunBefore);
    }

    /**
     * As {@link #next(ShipTarget, int, long, long)}, while the part before is on its way: reads what is behind it.
     *
     * @param target as it was when the part before was read
     * @param onTheWay the part before, which is not read again
     */
    public ShipBatch next(ShipTarget target, ShipBatch onTheWay, int limit, long bytes, long begunBefore)
            throws SessionException {
        return file.read(() -> {
            List<PendingFlow> flows = new ArrayList<>();
            List<Long> later = new ArrayList<>();
            Set<Long> skipped = onTheWay.flows().stream().map(PendingFlow::id).collect(Collectors.toSet());
            long taken = again(target, skipped, limit / 2, bytes / 2, begunBefore, flows);
            boolean allAgain = flows.size() < limit / 2 && taken < bytes / 2;
            long shippedTo = Math.max(target.shippedTo(), onTheWay.shippedTo());
            PreparedStatement query = sqlite.of(PENDING + "0 FROM flow_pb p LEFT JOIN flow f ON f.id = p.id"
                    + " WHERE p.id > ? AND p.id <= ? ORDER BY p.id LIMIT ?");
            query.setLong(1, shippedTo);
            query.setLong(2, target.claimedTo());
            query.setInt(3, limit);
            boolean more = false;
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    PendingFlow next = pending(row);
                    shippedTo = next.id();
                    if (next.isOpen() && row.getLong(5) > begunBefore) {
                        later.add(next.id());
                    } else {
                        flows.add(next);
                        taken += next.encoded().length;
                    }
                    if (taken >= bytes || flows.size() + later.size() >= limit) {
                        more = true;
                        break;
                    }
                }
            }
            if (!more) {
                shippedTo = target.claimedTo(); // the numbers behind the last flow have none
            }
            return new ShipBatch(
                    flows, gone(target, onTheWay, limit), shippedTo, later, new ArrayList<>(), allAgain && !more);
        });
    }

    /**
     * Adds flows that are sent again: those behind the last ones that were read, then from the first one on. So flows that
     * change all the time do not keep others waiting.
     */
    private long again(
            ShipTarget target, Set<Long> skipped, int limit, long bytes, long begunBefore, List<PendingFlow> to)
            throws SQLException {
        long from = againRead;
        againRead = 0;
        long last = target.shippedTo();
        long taken = again(target, skipped, from, last, limit, bytes, begunBefore, to);
        return againRead > 0 || from == 0
                ? taken
                : taken + again(target, skipped, 0, Math.min(from, last), limit, bytes - taken, begunBefore, to);
    }

    private long again(
            ShipTarget target,
            Set<Long> skipped,
            long after,
            long last,
            int limit,
            long bytes,
            long begunBefore,
            List<PendingFlow> to)
            throws SQLException {
        long taken = 0;
        // Flows that have just begun are told by their columns: to decode them each time would cost more than the rest.
        PreparedStatement query = sqlite.of(PENDING + "a.n FROM ship_again a"
                + " JOIN flow f ON f.id = a.flow JOIN flow_pb p ON p.id = a.flow"
                + " WHERE a.target = ? AND a.flow > ? AND a.flow <= ? AND (f.state <> 0 OR f.started <= ?)"
                + " ORDER BY a.flow");
        query.setLong(1, target.id());
        query.setLong(2, after);
        query.setLong(3, last);
        query.setLong(4, begunBefore);
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                if (skipped.contains(row.getLong(1))) {
                    continue;
                }
                PendingFlow next = pending(row);
                to.add(next);
                taken += next.encoded().length;
                if (to.size() >= limit || taken >= bytes) {
                    againRead = next.id();
                    break;
                }
            }
        }
        return taken;
    }

    private static PendingFlow pending(ResultSet row) throws SQLException {
        byte[] encoded = MessageTable.data(row, 2);
        boolean matches = Checksum.matches(row, 3, Checksum.ofFlow(encoded));
        boolean open = FlowState.OPEN.equals(StoredEnum.STATE.of(row.getLong(4))) && !row.wasNull();
        return new PendingFlow(row.getLong(1), encoded, matches, open, row.getLong(6));
    }

    private List<ShipBatch.Gone> gone(ShipTarget target, ShipBatch onTheWay, int limit) throws SQLException {
        Set<ShipBatch.Gone> skipped = Set.copyOf(onTheWay.gone());
        List<ShipBatch.Gone> gone = new ArrayList<>();
        PreparedStatement query =
                sqlite.of("SELECT flow, started FROM ship_gone WHERE target = ? ORDER BY flow LIMIT ?");
        query.setLong(1, target.id());
        query.setInt(2, limit + skipped.size());
        try (ResultSet row = query.executeQuery()) {
            while (row.next() && gone.size() < limit) {
                ShipBatch.Gone next = new ShipBatch.Gone(row.getLong(1), row.getLong(2));
                if (!skipped.contains(next)) {
                    gone.add(next);
                }
            }
        }
        return gone;
    }

    /**
     * Notes that a part was committed by the store under a batch's number.
     *
     * @return the target as it is now; null if another shipper of this file took over
     */
    public @Nullable ShipTarget shipped(ShipTarget target, ShipBatch part, long batch) throws SessionException {
        boolean[] mine = {false};
        file.change(() -> {
            PreparedStatement update = sqlite.of(
                    "UPDATE ship_target SET part = iif(batch = ?1, part, next_part),"
                            + " next_part = iif(batch = ?1, next_part, random()), batch = ?1, shipped_to = ?2 WHERE id = ? AND epoch = ?");
            update.setLong(1, batch);
            update.setLong(2, part.shippedTo());
            update.setLong(3, target.id());
            update.setLong(4, target.epoch());
            mine[0] = update.executeUpdate() > 0;
            if (mine[0]) {
                noteFlows(target, part);
            }
        });
        return mine[0] ? targets.target(target.store()) : null;
    }

    private void noteFlows(ShipTarget target, ShipBatch part) throws SQLException {
        boolean anyRefused =
                sqlite.number("SELECT EXISTS (SELECT 1 FROM ship_refused WHERE target = ?)", target.id()) > 0;
        for (PendingFlow flow : part.flows()) {
            if (flow.notes() > 0) {
                sqlite.run(
                        "DELETE FROM ship_again WHERE target = ? AND flow = ? AND n = ?",
                        target.id(),
                        flow.id(),
                        flow.notes());
            }
            if (anyRefused) {
                sqlite.run("DELETE FROM ship_refused WHERE target = ? AND flow = ?", target.id(), flow.id());
            }
        }
        for (long flow : part.later()) {
            sqlite.run(
                    "INSERT INTO ship_again (target, flow, n) VALUES (?, ?, 1)"
                            + " ON CONFLICT (target, flow) DO UPDATE SET n = n + 1",
                    target.id(),
                    flow);
        }
        for (ShipBatch.Gone gone : part.gone()) {
            sqlite.run("DELETE FROM ship_gone WHERE target = ? AND flow = ?", target.id(), gone.flow());
        }
        for (ShipBatch.Refused refused : part.refused()) {
            PreparedStatement insert = sqlite.of("INSERT OR REPLACE INTO ship_refused"
                    + " (target, flow, revision, time, reason) VALUES (?, ?, ?, unixepoch() * 1000000000, ?)");
            insert.setLong(1, target.id());
            insert.setLong(2, refused.flow());
            insert.setInt(3, refused.revision());
            insert.setString(4, refused.reason());
            insert.executeUpdate();
        }
    }

    /** Returns flows by number, as {@link #next} does. */
    public List<PendingFlow> flows(List<Long> ids) throws SessionException {
        return file.read(() -> {
            List<PendingFlow> flows = new ArrayList<>();
            PreparedStatement query =
                    sqlite.of(PENDING + "0 FROM flow_pb p LEFT JOIN flow f ON f.id = p.id WHERE p.id = ?");
            for (long id : ids) {
                query.setLong(1, id);
                try (ResultSet row = query.executeQuery()) {
                    if (row.next()) {
                        flows.add(pending(row));
                    }
                }
            }
            return flows;
        });
    }

    /**
     * What is still to be sent.
     *
     * @param flows behind the last ones, and those to be sent again; if they are many, the difference of numbers, which counts
     *     numbers without a flow as well
     * @param gone removals
     * @param refused flows that the store refused
     * @param oldest when the oldest of these flows began, in nanoseconds since 1970; 0 if there is none
     */
    public record Lag(long flows, long gone, long refused, long oldest) {}

    /**
     * Returns what is still to be sent to a store.
     *
     * @param target null if the session was never shipped there
     */
    public Lag lag(@Nullable ShipTarget target) throws SessionException {
        long id = target == null ? 0 : target.id();
        long shippedTo = target == null ? 0 : target.shippedTo();
        return file.read(() -> new Lag(
                behind(shippedTo) + sqlite.number("SELECT count(*) FROM ship_again WHERE target = ?", id),
                sqlite.number("SELECT count(*) FROM ship_gone WHERE target = ?", id),
                sqlite.number("SELECT count(*) FROM ship_refused WHERE target = ?", id),
                sqlite.number(
                        "SELECT coalesce(min(started), 0) FROM flow WHERE id = (SELECT min(id) FROM flow WHERE id > ?)"
                                + " OR id IN (SELECT flow FROM ship_again WHERE target = ?)",
                        shippedTo,
                        id)));
    }

    /** A count would read all of them, after each part of them that is sent. */
    private long behind(long shippedTo) throws SQLException {
        long numbers = sqlite.number("SELECT max(id) FROM flow") - shippedTo;
        return numbers > COUNTED ? numbers : sqlite.number("SELECT count(*) FROM flow WHERE id > ?", shippedTo);
    }

    /** Moves the notes into the file if no process records, and releases the lock. */
    @Override
    public void close() throws SessionException {
        try {
            file.close();
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }
}
