package dev.steno.fleet.ship;

/** Is told what a shipper does; on its thread. */
public interface ShipListener {
    /** A part was committed, or the lag was counted anew. */
    default void progress(ShipStatus now) {}

    /** The store cannot be reached, or does not take flows; the shipper tries again. Told once for each reason of an outage. */
    default void storeAway(String message) {}

    /** The store takes flows again. */
    default void storeBack() {}

    /** A flow was not sent, and is not tried again before it changes. */
    default void refused(long flow, String reason) {}

    /**
     * All flows are sent again under another number.
     *
     * @param before the number that this file had
     */
    default void registeredAnew(int recorder, int before, NewNumber why) {}
}
