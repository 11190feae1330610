package dev.steno.session;

/** Hears whether the record can be kept. Called on the writer thread; must not block. */
public interface StoreListener {

    /**
     * Writing failed. Said once until {@link #recovered()}: meanwhile nothing is lost, what passes waits in memory, and
     * sockets stop being read when the budget is used up.
     *
     * @param message what is wrong and what to do, for people
     */
    void failed(String message);

    /** Writing works again. */
    default void recovered() {}

    /**
     * A flow cannot be kept whatever the store does: it cannot be encoded. Others are not affected.
     *
     * @param message which flow and why, for people
     */
    default void rejected(long flow, String message) {}
}
