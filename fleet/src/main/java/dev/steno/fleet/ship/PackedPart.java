package dev.steno.fleet.ship;

import dev.steno.sqlite.ship.ShipBatch;
import java.util.List;

/**
 * A part of a session as it is sent, without the pieces of its flows, which the store has already.
 *
 * @param part as it was read
 * @param flows to be written
 * @param gone to be removed from the store
 * @param refused flows that cannot be sent; {@link PartShipping} adds those that the store does not take
 * @param tooOld how many flows were left out, since the store no longer keeps flows of their time
 */
record PackedPart(
        ShipBatch part,
        List<ReadyFlow> flows,
        List<ShipBatch.Gone> gone,
        List<ShipBatch.Refused> refused,
        long tooOld) {
    boolean isEmpty() {
        return flows.isEmpty() && gone.isEmpty();
    }

    /** Returns the part with the flows that were refused. */
    ShipBatch withRefused() {
        return new ShipBatch(part.flows(), part.gone(), part.shippedTo(), part.later(), refused, part.whole());
    }
}
