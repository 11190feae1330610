package dev.steno.sqlite.ship;

import dev.steno.store.SessionException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code ship_target}, as a shipper reads and writes it. For the thread of the shipper. */
public final class ShipTargets {
    private static final String TARGETS =
            "SELECT id, store, url, session, recorder, epoch, next_epoch, part, next_part, batch,"
                    + " shipped_to, claimed_to FROM ship_target WHERE ";

    private final SpoolFile file;

    ShipTargets(SpoolFile file) {
        this.file = file;
    }

    /** Returns what is known about a store; null if the session was never shipped to it. */
    public @Nullable ShipTarget target(String store) throws SessionException {
        return find("store = ?", store);
    }

    /** Returns what is known about the store at an address, which need not be reached for that; null if nothing is. */
    public @Nullable ShipTarget at(String url) throws SessionException {
        return find("url = ? ORDER BY held DESC, id DESC", url);
    }

    private @Nullable ShipTarget find(String which, String value) throws SessionException {
        List<ShipTarget> found = new ArrayList<>(1);
        file.read(() -> {
            PreparedStatement query = file.sqlite().of(TARGETS + which);
            query.setString(1, value);
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    found.add(new ShipTarget(
                            row.getLong(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getInt(5),
                            row.getLong(6),
                            row.getLong(7),
                            row.getLong(8),
                            row.getLong(9),
                            row.getLong(10),
                            row.getLong(11),
                            row.getLong(12)));
                }
            }
            return true;
        });
        return found.isEmpty() ? null : found.get(0);
    }

    /**
     * Notes under which number a store knows this session from now on. All flows are to be sent, also those sent before
     * under another number.
     */
    public ShipTarget register(String store, String url, String session, int recorder, long epoch)
            throws SessionException {
        file.change(() -> {
            ShipTarget before = target(store);
            if (before != null) {
                for (String table : List.of("ship_again", "ship_gone", "ship_refused")) {
                    file.sqlite().run("DELETE FROM " + table + " WHERE target = ?", before.id());
                }
            }
            PreparedStatement insert = file.sqlite()
                    .of("INSERT INTO ship_target"
                            + " (store, url, session, recorder, epoch, next_epoch, part, next_part, batch, shipped_to, claimed_to, held)"
                            + " VALUES (?1, ?2, ?3, ?4, ?5, ?5, 0, random(), 0, 0, (SELECT coalesce(max(id), 0) FROM flow),"
                            + " (SELECT coalesce(max(held), 0) FROM ship_target WHERE url = ?2))"
                            + " ON CONFLICT (store) DO UPDATE SET url = excluded.url, session = excluded.session,"
                            + " recorder = excluded.recorder, epoch = excluded.epoch, next_epoch = excluded.next_epoch, part = 0, next_part = random(),"
                            + " batch = 0, shipped_to = 0, claimed_to = excluded.claimed_to, held = excluded.held");
            insert.setString(1, store);
            insert.setString(2, url);
            insert.setString(3, session);
            insert.setInt(4, recorder);
            insert.setLong(5, epoch);
            insert.executeUpdate();
            file.run("DELETE FROM ship_target WHERE recorder = 0 AND store = ?", url);
        });
        return required(store);
    }

    ShipTarget required(String store) throws SessionException {
        ShipTarget found = target(store);
        if (found == null) {
            throw new SessionException(
                    "the notes about the shared store " + store + " were removed from " + file.file());
        }
        return found;
    }

    /**
     * Says that the limits of the session do not remove flows before they were sent to a store.
     *
     * @param url the store's address; it need not have been reached yet
     */
    public void hold(String url) throws SessionException {
        file.change(() -> {
            file.sqlite().run("UPDATE ship_target SET held = 0");
            if (file.run("UPDATE ship_target SET held = 1 WHERE url = ?", url) == 0) {
                file.run(
                        "INSERT INTO ship_target (store, url, session, recorder, epoch, next_epoch, part, next_part, batch,"
                                + " shipped_to, claimed_to, held) VALUES (?1, ?1, '', 0, 0, 0, 0, 0, 0, 0, 0, 1)",
                        url);
            }
        });
    }

    /** Notes that a store lost batches, as one that was restored from a copy: all flows are to be sent again. */
    public ShipTarget sendAgain(ShipTarget target, long part, long batch) throws SessionException {
        file.change(() -> file.sqlite()
                .run(
                        "UPDATE ship_target SET part = ?, batch = ?, shipped_to = 0,"
                                + " claimed_to = (SELECT coalesce(max(id), 0) FROM flow) WHERE id = ?",
                        part,
                        batch,
                        target.id()));
        return required(target.store());
    }

    /** Notes which mark the store has, and the one with which this shipper is about to take over. */
    public ShipTarget takingOver(ShipTarget target, long epoch, long nextEpoch) throws SessionException {
        file.change(() -> {
            file.sqlite()
                    .run(
                            "UPDATE ship_target SET epoch = ?, next_epoch = ? WHERE id = ?",
                            epoch,
                            nextEpoch,
                            target.id());
        });
        return required(target.store());
    }

    /**
     * Claims the flows that came since, if all before them were sent: changes of them are noted from now on.
     *
     * @return the target as it is now
     */
    public ShipTarget claimNew(ShipTarget target) throws SessionException {
        long last = file.read(() -> file.sqlite().number("SELECT max(id) FROM flow"));
        if (target.shippedTo() < target.claimedTo() || last <= target.claimedTo()) {
            return target;
        }
        // A new mark: a copy of the file that was made before the claim must not take the next part for one of its own.
        file.change(() -> file.sqlite()
                .run(
                        "UPDATE ship_target SET claimed_to = (SELECT coalesce(max(id), 0) FROM flow), next_part = random()"
                                + " WHERE id = ? AND epoch = ?",
                        target.id(),
                        target.epoch()));
        return required(target.store());
    }

    /** Notes that this shipper took over, and what the store has. */
    public ShipTarget tookOver(ShipTarget target, String url, long part, long batch) throws SessionException {
        file.change(() -> {
            file.sqlite().run("UPDATE ship_target SET part = ?, batch = ? WHERE id = ?", part, batch, target.id());
            file.run("UPDATE ship_target SET url = ? WHERE id = " + target.id(), url);
            file.run("DELETE FROM ship_target WHERE recorder = 0 AND store = ?", url);
        });
        return required(target.store());
    }
}
