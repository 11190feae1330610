package dev.steno.session;

import dev.steno.addon.bus.RecordBudget;

/**
 * Bounds by time what waits to be written, and so what a killed process loses: once the oldest fact in the queue has waited longer than
 * the bound, sockets are not read until the writer has caught up. Facts come on any thread; the writer thread catches up.
 */
final class QueueDelayLimit {
    /** The queue is empty. */
    static final long NOTHING = Long.MIN_VALUE;

    static final long UNBOUNDED = Long.MAX_VALUE;

    private final RecordBudget recordBudget;
    private final long boundNanos;
    private volatile long oldest = NOTHING;
    private volatile boolean late;

    /** @param boundNanos nanoseconds that a fact may wait in the queue */
    QueueDelayLimit(RecordBudget recordBudget, long boundNanos) {
        this.recordBudget = recordBudget;
        this.boundNanos = boundNanos;
    }

    /** A fact was queued at a time of {@link System#nanoTime}. */
    void came(long at) {
        if (boundNanos == UNBOUNDED) {
            return;
        }
        long first = oldest;
        if (first == NOTHING) {
            oldest = at; // of two threads that come at once either is near enough
        } else if (at - first > boundNanos && !late) {
            stop(at);
        }
    }

    // The queue may have been taken since the look: a stop after that would not be followed by a release.
    private synchronized void stop(long at) {
        long first = oldest;
        if (!late && first != NOTHING && at - first > boundNanos) {
            late = true;
            recordBudget.late(true);
        }
    }

    /**
     * The writer took what it will write next.
     *
     * @param next when the oldest fact that is left came; {@link #NOTHING} where none is
     */
    void caughtUp(long next) {
        if (boundNanos == UNBOUNDED) {
            return;
        }
        synchronized (this) {
            oldest = next;
        }
        if (late && (next == NOTHING || System.nanoTime() - next <= boundNanos)) {
            release();
        }
    }

    private synchronized void release() {
        late = false;
        recordBudget.late(false);
    }
}
