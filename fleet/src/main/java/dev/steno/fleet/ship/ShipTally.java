package dev.steno.fleet.ship;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What a shipper has sent and what failed, since it was made. Written by the shipper's thread, read by any. */
public final class ShipTally {
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final Map<String, Long> failures = new ConcurrentHashMap<>();
    private volatile long wholeAt;
    private volatile long behindSince;

    /** Returns the batches that the store has acknowledged. */
    public long batches() {
        return batches.get();
    }

    /** Returns the bytes that the store has acknowledged: flows as they were packed, messages, and pieces of bodies. */
    public long bytes() {
        return bytes.get();
    }

    /** Returns how many attempts failed, by the class of SQLSTATE; empty for those that have none. */
    public Map<String, Long> failures() {
        return Map.copyOf(failures);
    }

    /**
     * Returns since when the store lacks flows, in nanoseconds since 1970: when it had all the last time, or when the oldest
     * of them began if that is later; 0 if it lacks none.
     */
    public long behindSince() {
        return behindSince;
    }

    void sentBatches(long more) {
        batches.addAndGet(more);
    }

    void sentBytes(long more) {
        bytes.addAndGet(more);
    }

    void failed(String stateClass) {
        failures.merge(stateClass, 1L, Long::sum);
    }

    /** The store has all that was recorded at a time. */
    void whole(long at) {
        wholeAt = at;
    }

    /** @param since when flows were found that are on the way to the store */
    void sending(long since) {
        if (behindSince == 0) {
            behindSince = since;
        }
    }

    /** @param oldest when the oldest flow began that the store lacks; 0 if there is none */
    void lacks(long oldest) {
        behindSince = oldest == 0 ? 0 : Math.max(oldest, wholeAt);
    }
}
