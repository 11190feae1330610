package dev.steno.stats;

import java.util.Arrays;

/**
 * Counts numbers of at least 0 in buckets of an eighth of an octave, so that a quantile is exact within 6 %. Takes
 * memory only for the range between its smallest and largest bucket. For one thread.
 */
public final class LogHistogram {
    private static final int EIGHTHS = 3;
    private static final int PER_OCTAVE = 1 << EIGHTHS;

    private int base;
    private long[] counts = new long[0];
    private long total;

    /** Returns the bucket of a number; those below 8 have a bucket each. */
    public static int bucketOf(long number) {
        if (number < PER_OCTAVE) {
            return (int) Math.max(0, number);
        }
        int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(number);
        return ((octave - EIGHTHS + 1) << EIGHTHS) | (int) ((number >>> (octave - EIGHTHS)) & (PER_OCTAVE - 1));
    }

    /** Returns the smallest number of a bucket. */
    public static long lowerOf(int bucket) {
        if (bucket < PER_OCTAVE) {
            return bucket;
        }
        int shift = (bucket >> EIGHTHS) - 1;
        return (long) (PER_OCTAVE | (bucket & (PER_OCTAVE - 1))) << shift;
    }

    /** Adds a number; a negative weight takes one away that was added. */
    public void add(long number, int weight) {
        addTo(bucketOf(number), weight);
    }

    private void addTo(int bucket, long weight) {
        if (counts.length == 0) {
            base = bucket;
            counts = new long[1];
        } else if (bucket < base) {
            long[] wider = new long[counts.length + base - bucket];
            System.arraycopy(counts, 0, wider, base - bucket, counts.length);
            counts = wider;
            base = bucket;
        } else if (bucket >= base + counts.length) {
            counts = Arrays.copyOf(counts, bucket - base + 1);
        }
        counts[bucket - base] += weight;
        total += weight;
    }

    /** Adds all numbers of another histogram. */
    public void add(LogHistogram other) {
        for (int i = 0; i < other.counts.length; i++) {
            if (other.counts[i] != 0) {
                addTo(other.base + i, other.counts[i]);
            }
        }
    }

    /** Returns how many numbers were added. */
    public long total() {
        return total;
    }

    /** Returns the count of a bucket. */
    public long count(int bucket) {
        return bucket < base || bucket >= base + counts.length ? 0 : counts[bucket - base];
    }

    /** Returns the first bucket that may have a count; meaningless without numbers. */
    public int first() {
        return base;
    }

    /** Returns the last bucket that may have a count; {@code first() - 1} without numbers. */
    public int last() {
        return base + counts.length - 1;
    }

    /**
     * Returns the middle of the bucket that contains a quantile; -1 without numbers.
     *
     * @param share from 0 to 1, such as 0.95
     */
    public long quantile(double share) {
        if (total <= 0) {
            return -1;
        }
        long rank = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                long lower = lowerOf(base + i);
                return lower + (lowerOf(base + i + 1) - 1 - lower) / 2;
            }
        }
        return -1;
    }
}
