package dev.steno.fleet.ship;

import dev.steno.sqlite.ship.ShipBatch;
import dev.steno.sqlite.ship.ShipSpool;
import dev.steno.sqlite.ship.ShipTarget;
import dev.steno.store.SessionException;
import org.jspecify.annotations.Nullable;

/**
 * How much is still to be sent. To count it takes as long as the backlog is, so it is counted for a twentieth of the time at
 * most, and taken from what was sent in between. For the shipper's thread.
 */
final class LagCount {
    /** The pause after a count, as a multiple of what the count took. */
    private static final long PAUSE = 20;

    private final ShipSpool spool;
    private ShipSpool.Lag known = new ShipSpool.Lag(0, 0, 0, 0);
    private long countAgainAt = System.nanoTime();

    LagCount(ShipSpool spool) {
        this.spool = spool;
    }

    /** Counts; null stands for a store to which the session was never shipped. */
    ShipSpool.Lag count(@Nullable ShipTarget target) throws SessionException {
        long began = System.nanoTime();
        known = spool.lag(target);
        long ended = System.nanoTime();
        countAgainAt = ended + (ended - began) * PAUSE;
        return known;
    }

    /**
     * Returns what is left after a part; without the flows that have come since the last count.
     *
     * @param target as it is after the part
     */
    ShipSpool.Lag after(ShipBatch part, ShipTarget target) throws SessionException {
        if (System.nanoTime() - countAgainAt >= 0) {
            return count(target);
        }
        known = new ShipSpool.Lag(
                Math.max(0, known.flows() - part.flows().size()),
                Math.max(0, known.gone() - part.gone().size()),
                known.refused() + part.refused().size(),
                known.oldest());
        return known;
    }
}
