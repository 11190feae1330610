package dev.steno.sqlite.ship;

import java.util.List;

/**
 * The next part of a session to be sent: flows behind the last ones, flows that changed since, and removals. Immutable.
 *
 * @param flows to be sent
 * @param gone to be removed from the store
 * @param shippedTo the value of {@link ShipTarget#shippedTo} once all this is committed
 * @param later numbers of flows behind the last ones that are not sent yet, since they have just begun; they are noted in
 *     {@code ship_again}
 * @param refused numbers of flows that the store refused, with the reason; filled by the shipper
 * @param whole whether it has all flows that were claimed and not sent when it was read, apart from {@code later}
 */
public record ShipBatch(
        List<PendingFlow> flows,
        List<Gone> gone,
        long shippedTo,
        List<Long> later,
        List<Refused> refused,
        boolean whole) {
    /** A part with nothing in it. */
    public static final ShipBatch NONE = new ShipBatch(List.of(), List.of(), 0, List.of(), List.of(), true);

    /** A flow that was removed from the session. */
    public record Gone(long flow, long started) {}

    /** A flow that the store refused. */
    public record Refused(long flow, int revision, String reason) {}

    public boolean isEmpty() {
        return flows.isEmpty() && gone.isEmpty() && later.isEmpty();
    }
}
