package dev.steno.replay;

import java.nio.file.Path;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the flows whose requests wait to be sent again, in order; 8 bytes for each. One that was taken counts until it
 * was sent. Any thread may add and remove; one takes.
 */
final class ReplayQueue {
    private final ArrayDeque<Batch> batches = new ArrayDeque<>();
    private long size;
    private @Nullable Turn taken; // not sent yet

    /** What one call has queued. */
    private static final class Batch {
        final long[] flows;
        final String run;
        final @Nullable Path file;
        int at;

        Batch(long[] flows, String run, @Nullable Path file) {
            this.flows = flows;
            this.run = run;
            this.file = file;
        }
    }

    /**
     * A flow whose turn it is.
     *
     * @param run the name of the run with which it was queued
     * @param file the session that has it; null for the one that is recorded
     */
    record Turn(long flow, String run, @Nullable Path file) {}

    /** @param file the session that has the flows; null for the one that is recorded */
    synchronized void add(long[] flows, String run, @Nullable Path file) {
        if (flows.length > 0) {
            batches.add(new Batch(flows, run, file));
            size += flows.length;
        }
    }

    /** Takes the first flow; null if none waits. {@link #sent} or {@link #putBack} follows. */
    synchronized @Nullable Turn take() {
        Batch first = batches.peek();
        if (first == null) {
            return null;
        }
        Turn turn = new Turn(first.flows[first.at++], first.run, first.file);
        size--;
        if (first.at == first.flows.length) {
            batches.remove();
        }
        taken = turn;
        return turn;
    }

    /** The flow that was taken was sent, or is left out. */
    synchronized void sent() {
        taken = null;
    }

    /** The flow that was taken is the first again, unless it was removed meanwhile. */
    synchronized void putBack() {
        if (taken != null) {
            batches.addFirst(new Batch(new long[] {taken.flow}, taken.run, taken.file));
            size++;
            taken = null;
        }
    }

    synchronized long size() {
        return size + (taken == null ? 0 : 1);
    }

    /** Removes all, and returns their number. */
    synchronized long clear() {
        long removed = size();
        batches.clear();
        size = 0;
        taken = null;
        return removed;
    }
}
