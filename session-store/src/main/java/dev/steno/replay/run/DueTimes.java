package dev.steno.replay.run;

import java.util.Random;

/**
 * Says when each request of a run is due, in nanoseconds from the begin of the run; asked for each in its order. For one
 * thread.
 */
final class DueTimes {
    private final RunTiming timing;
    private final Random random;
    private double at;
    private long before;
    private boolean begun;

    DueTimes(RunTiming timing, long seed) {
        this.timing = timing;
        this.random = new Random(seed);
    }

    /**
     * Returns when the next request is due.
     *
     * @param recorded when it was started, in nanoseconds since any point that is the same for all
     * @param first whether it is the first one of a pass, which follows the last one of the pass before at once
     */
    long next(long recorded, boolean first) {
        if (timing instanceof RunTiming.Rate rate) {
            double mean = 1e9 / rate.perSecond();
            if (begun) {
                at += rate.random() ? -Math.log(1 - random.nextDouble()) * mean : mean;
            }
        } else if (timing instanceof RunTiming.Recorded of && begun && !first) {
            at += Math.min(of.longest(), Math.max(0, recorded - before) / of.speed());
        }
        begun = true;
        before = recorded;
        return (long) at;
    }
}
