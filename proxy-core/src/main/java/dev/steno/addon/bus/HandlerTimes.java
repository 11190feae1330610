package dev.steno.addon.bus;

import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the run times of the handlers that an addon has at a hook, in one phase: a histogram of fixed size with four steps
 * for each power of two. Kept when the handlers are replaced. Any thread; never blocks.
 */
final class HandlerTimes {
    /** Runs below this many nanoseconds, a power of two, share the first step. */
    private static final int FINEST_BITS = 9;

    private static final int STEPS =
            4 * (40 - FINEST_BITS); // up to 2^40 ns, 18 minutes; longer runs share the last step

    final String addon;
    final Hook<?> hook;
    final Phase phase;
    final boolean blocking;
    private final LongAdder[] counts = new LongAdder[STEPS];
    private final LongAccumulator max = new LongAccumulator(Math::max, 0);

    HandlerTimes(String addon, Hook<?> hook, Phase phase, boolean blocking) {
        this.addon = addon;
        this.hook = hook;
        this.phase = phase;
        this.blocking = blocking;
        for (int i = 0; i < STEPS; i++) {
            counts[i] = new LongAdder();
        }
    }

    void add(long nanos) {
        counts[step(nanos)].increment();
        max.accumulate(nanos);
    }

    /** Whether no run was counted yet. */
    boolean isNew() {
        return max.get() == 0;
    }

    private static int step(long nanos) {
        if (nanos < 1 << FINEST_BITS) {
            return 0;
        }
        int power = 63 - Long.numberOfLeadingZeros(nanos);
        int quarter = (int) (nanos >>> power - 2) & 3;
        return Math.min(STEPS - 1, 4 * (power - FINEST_BITS) + quarter + 1);
    }

    /** The upper end of a step, in nanoseconds. */
    private static long end(int step) {
        int quarters = 4 + step % 4;
        return (long) quarters << FINEST_BITS - 2 + step / 4;
    }

    /** @param running the number of runs that have not ended */
    HandlerTiming timing(long running) {
        long[] seen = new long[STEPS];
        long calls = 0;
        for (int i = 0; i < STEPS; i++) {
            seen[i] = counts[i].sum();
            calls += seen[i];
        }
        long longest = max.get();
        long rank = calls - calls / 100; // the p99 is the run with this number, from 1, in ascending order
        long p99 = 0;
        for (int i = 0; i < STEPS && rank > 0; i++) {
            rank -= seen[i];
            p99 = i == STEPS - 1 ? longest : end(i);
        }
        return new HandlerTiming(addon, hook, phase, blocking, calls, longest, Math.min(p99, longest), running);
    }
}
