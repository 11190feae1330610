package dev.steno.store;

/**
 * Receives reports about outages and other problems of the record. Called on the writer thread unless a method says
 * otherwise; must not block.
 */
public interface StoreListener {

    /**
     * Reports the start of an outage, once until {@link #recovered}. Facts stay queued in memory, and
     * {@code OnStoreFailure} decides what happens to the traffic.
     *
     * @param message what is wrong and what to do, for people
     */
    void sessionFailed(String message);

    /**
     * Reports the end of an outage.
     *
     * @param refused number of exchanges refused during the outage
     * @param unrecorded number of flows that passed unrecorded during the outage, wholly or in part
     */
    default void recovered(long refused, long unrecorded) {}

    /**
     * Reports that the write-ahead log has grown large, since a program reads the session in one long transaction.
     * Called once each time that happens.
     *
     * @param message the size of the log and what to do, for people
     */
    default void logGrows(String message) {}

    /**
     * Reports that retention removed flows or bodies. Called on the retention thread.
     *
     * @param flows number of removed flows
     * @param bodies number of flows whose bodies were removed
     */
    default void removed(long flows, long bodies) {}

    /**
     * Reports that the wall clock jumped, so that age is counted differently for now. Called on the retention thread.
     *
     * @param message what happened and how age is counted meanwhile, for people
     */
    default void clockJumped(String message) {}

    /**
     * Reports a flow that cannot be recorded, since it cannot be encoded or written. Others are not affected.
     *
     * @param flow the flow; 0 if it is unknown
     * @param message which flow and why, for people
     */
    default void rejected(long flow, String message) {}
}
