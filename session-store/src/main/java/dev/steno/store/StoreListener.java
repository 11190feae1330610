package dev.steno.store;

/** Hears whether the record can be kept. Called on the writer thread; must not block. */
public interface StoreListener {

    /**
     * Writing failed. Said once until {@link #recovered}: meanwhile what was recorded waits in memory, and
     * {@code OnStoreFailure} says what becomes of the traffic.
     *
     * @param message what is wrong and what to do, for people
     */
    void failed(String message);

    /**
     * Writing works again.
     *
     * @param refused how many exchanges were refused meanwhile
     * @param unrecorded how many flows passed unrecorded meanwhile, wholly or in part
     */
    default void recovered(long refused, long unrecorded) {}

    /**
     * The write-ahead log beside the session has grown far, because a program reads the session without ever ending its
     * transaction. Said once each time.
     *
     * @param message how far and what to do, for people
     */
    default void logGrows(String message) {}

    /**
     * What was too old or too much was removed, as the limits of the session ask. Called on the thread that does that.
     *
     * @param flows how many flows went
     * @param bodies from how many flows the bodies went
     */
    default void removed(long flows, long bodies) {}

    /**
     * The wall clock cannot be believed for now, so nothing is removed by its word. Called on the thread that removes.
     *
     * @param message what happened and how age is counted meanwhile, for people
     */
    default void clockJumped(String message) {}

    /**
     * A flow cannot be kept whatever the store does: it cannot be encoded. Others are not affected.
     *
     * @param message which flow and why, for people
     */
    default void rejected(long flow, String message) {}
}
