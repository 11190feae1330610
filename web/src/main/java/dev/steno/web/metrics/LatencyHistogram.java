package dev.steno.web.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often durations occurred, in fixed classes from 1 ms to one minute. Any thread; adding takes no lock and allocates
 * nothing.
 */
public final class LatencyHistogram {
    /** The upper bounds of the classes, in milliseconds; longer durations have a class of their own. */
    private static final long[] BOUNDS = {
        1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000
    };

    private final LongAdder[] classes = new LongAdder[BOUNDS.length + 1];
    private final LongAdder nanos = new LongAdder();

    public LatencyHistogram() {
        for (int i = 0; i < classes.length; i++) {
            classes[i] = new LongAdder();
        }
    }

    /** Counts a duration in nanoseconds. */
    public void add(long duration) {
        int at = 0;
        while (at < BOUNDS.length && duration > BOUNDS[at] * 1_000_000) {
            at++;
        }
        classes[at].increment();
        nanos.add(duration);
    }

    /** Returns the present counts. A duration that is added meanwhile may be missing in a part of them. */
    public Counts counts() {
        List<Bucket> buckets = new ArrayList<>();
        long below = 0;
        for (int i = 0; i < classes.length; i++) {
            below += classes[i].sum();
            buckets.add(new Bucket(i < BOUNDS.length ? BOUNDS[i] / 1e3 : Double.POSITIVE_INFINITY, below));
        }
        return new Counts(buckets, nanos.sum() / (double) TimeUnit.SECONDS.toNanos(1));
    }

    /**
     * The durations up to a bound.
     *
     * @param bound in seconds; infinite for all
     * @param count of all up to it, those of the buckets below included
     */
    public record Bucket(double bound, long count) {}

    /**
     * What was counted. Immutable.
     *
     * @param buckets by ascending bounds; the last one has all
     * @param sum of all durations in seconds
     */
    public record Counts(List<Bucket> buckets, double sum) {
        public Counts {
            buckets = List.copyOf(buckets);
        }

        long count() {
            return buckets.get(buckets.size() - 1).count();
        }
    }
}
