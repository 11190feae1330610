package dev.steno.session;

import dev.steno.addon.bus.RecordBudget;

/**
 * Limits how long a fact is queued, and so what a killed process loses. Once the oldest queued fact has waited longer
 * than the bound, sockets are not read until the writer has caught up. Facts are queued on any thread;
 * {@link #caughtUp} is called on the writer thread.
 */
final class QueueDelayLimit {
    /** The value of {@code oldest} if the queue is empty. */
    static final long NOTHING = Long.MIN_VALUE;

    static final long UNBOUNDED = Long.MAX_VALUE;

    private final RecordBudget recordBudget;
    private final long boundNanos;
    private volatile long oldest = NOTHING;
    private volatile boolean late;

    /** @param boundNanos the longest time in the queue, in nanoseconds */
    QueueDelayLimit(RecordBudget recordBudget, long boundNanos) {
        this.recordBudget = recordBudget;
        this.boundNanos = boundNanos;
    }

    /**
     * Reports that a fact was queued.
     *
     * @param at the time of queueing, by {@link System#nanoTime}
     */
    void came(long at) {
        if (boundNanos == UNBOUNDED) {
            return;
        }
        long first = oldest;
        if (first == NOTHING) {
            oldest = at; // if two threads queue at once, either time is accurate enough
        } else if (at - first > boundNanos && !late) {
            pauseReading(at);
        }
    }

    // Checks again under the lock: if the writer emptied the queue after the first check, no release would follow a
    // stop.
    private synchronized void pauseReading(long at) {
        long first = oldest;
        if (!late && first != NOTHING && at - first > boundNanos) {
            late = true;
            recordBudget.late(true);
        }
    }

    /**
     * Reports that the writer took its next batch from the queue.
     *
     * @param next when the oldest remaining fact was queued; {@link #NOTHING} if none remains
     */
    void caughtUp(long next) {
        if (boundNanos == UNBOUNDED) {
            return;
        }
        synchronized (this) {
            oldest = next;
        }
        if (late && (next == NOTHING || System.nanoTime() - next <= boundNanos)) {
            resumeReading();
        }
    }

    private synchronized void resumeReading() {
        late = false;
        recordBudget.late(false);
    }
}
