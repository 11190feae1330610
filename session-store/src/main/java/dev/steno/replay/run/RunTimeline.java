package dev.steno.replay.run;

import dev.steno.stats.LogHistogram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The course of a run in slots of equal width, which doubles if there would be too many. For the thread of the run; for any
 * thread once it has ended.
 */
public final class RunTimeline {
    /** Upper bound on the slots. */
    static final int MOST = 240;

    /** What happened in a slot. */
    public static final class Slot {
        final LogHistogram took = new LogHistogram();
        long sent;
        long answered;
        long failed;
        long late;

        /** Returns how many requests were sent. */
        public long sent() {
            return sent;
        }

        /** Returns how many were answered. */
        public long answered() {
            return answered;
        }

        /** Returns how many failed. */
        public long failed() {
            return failed;
        }

        /** Returns how many were sent late. */
        public long late() {
            return late;
        }

        /** Returns the times that exchanges took that ended in the slot, in nanoseconds. */
        public LogHistogram took() {
            return took;
        }

        private void add(Slot other) {
            took.add(other.took);
            sent += other.sent;
            answered += other.answered;
            failed += other.failed;
            late += other.late;
        }
    }

    private final List<Slot> slots = new ArrayList<>();
    private long width = TimeUnit.SECONDS.toNanos(1);

    /** @param nanos since the begin of the run */
    Slot at(long nanos) {
        long place = Math.max(0, nanos) / width;
        while (place >= MOST) {
            for (int i = 0; i < slots.size(); i++) {
                if (i % 2 == 1) {
                    slots.get(i / 2).add(slots.get(i));
                } else {
                    slots.set(i / 2, slots.get(i));
                }
            }
            slots.subList((slots.size() + 1) / 2, slots.size()).clear();
            width *= 2;
            place /= 2;
        }
        while (slots.size() <= place) {
            slots.add(new Slot());
        }
        return slots.get((int) place);
    }

    /** Returns the width of a slot in nanoseconds. */
    public long width() {
        return width;
    }

    /** Returns the slots, from the begin of the run. */
    public List<Slot> slots() {
        return Collections.unmodifiableList(slots);
    }
}
