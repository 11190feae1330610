package dev.steno.fleet.ship;

import org.jspecify.annotations.Nullable;

/**
 * What a shipper has done and what it waits for. Immutable.
 *
 * @param sent flows that the store has taken from this shipper
 * @param removed flows that this shipper has removed from the store
 * @param lag flows that are still to be sent, as far as is known
 * @param refused flows that the store refuses
 * @param tooOld flows that were not sent, since the store no longer keeps flows of their time
 * @param recorder the number of the session in the store; 0 before it was reached
 * @param failure why the store does not take flows now; null if it does
 */
public record ShipStatus(
        long sent,
        long removed,
        long lag,
        long refused,
        long tooOld,
        int recorder,
        @Nullable String failure) {
    static final ShipStatus NONE = new ShipStatus(0, 0, 0, 0, 0, 0, null);
}
