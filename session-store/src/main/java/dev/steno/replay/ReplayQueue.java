package dev.steno.replay;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The numbers of the flows whose requests wait to be sent again, in order. Any thread; 8 bytes for each flow. */
final class ReplayQueue {
    private final ArrayDeque<Batch> batches = new ArrayDeque<>();
    private long size;

    /** What one call has queued. */
    private static final class Batch {
        final long[] flows;
        final String run;
        int at;

        Batch(long[] flows, String run) {
            this.flows = flows;
            this.run = run;
        }
    }

    /**
     * A flow whose turn it is.
     *
     * @param run the name of the run with which it was queued
     */
    record Turn(long flow, String run) {}

    synchronized void add(long[] flows, String run) {
        if (flows.length > 0) {
            batches.add(new Batch(flows, run));
            size += flows.length;
        }
    }

    /** Takes the first flow; null if none waits. */
    synchronized @Nullable Turn poll() {
        Batch first = batches.peek();
        if (first == null) {
            return null;
        }
        Turn turn = new Turn(first.flows[first.at++], first.run);
        size--;
        if (first.at == first.flows.length) {
            batches.remove();
        }
        return turn;
    }

    synchronized long size() {
        return size;
    }

    /** Removes all, and returns their number. */
    synchronized long clear() {
        long removed = size;
        batches.clear();
        size = 0;
        return removed;
    }
}
