package dev.steno.compare;

/**
 * How flows are compared. Immutable except for {@link Ignored}, so for one thread.
 *
 * @param equalToo whether values that are equal are part of the result
 * @param order whether the order of header fields counts
 * @param timing by how much the longer of two times may exceed the shorter, as a fraction of this; negative if times do not
 *     count
 * @param folded whether numbers and ids within paths and queries count as equal ({@link FoldedUrl})
 * @param mostBytes upper bound on the bytes of a body of which the first difference is looked for
 */
public record ComparisonRules(
        Ignored ignored, boolean equalToo, boolean order, double timing, boolean folded, long mostBytes) {
    private static final long SHOWN_BYTES = 256L << 20;

    /** Times that differ by less than this, in nanoseconds, are equal. */
    static final long LEAST_NANOS = 5_000_000;

    /** All values, equal or not, for people who look at a few flows. */
    public static ComparisonRules all() {
        return new ComparisonRules(Ignored.nothing(), true, false, -1, false, SHOWN_BYTES);
    }

    /** Only what differs, but for this, in whole bodies; for pairs of flows of two sessions. */
    public static ComparisonRules differences(Ignored ignored) {
        return new ComparisonRules(ignored, false, false, -1, true, Long.MAX_VALUE);
    }

    /** These rules with the order of header fields. */
    public ComparisonRules withOrder(boolean counts) {
        return new ComparisonRules(ignored, equalToo, counts, timing, folded, mostBytes);
    }

    /** These rules with times that may differ by a fraction; negative for any times. */
    public ComparisonRules withTiming(double fraction) {
        return new ComparisonRules(ignored, equalToo, order, fraction, folded, mostBytes);
    }

    /** Whether two durations in nanoseconds differ by no more than is allowed. */
    boolean areClose(long one, long other) {
        long difference = Math.abs(one - other);
        return difference < LEAST_NANOS || difference <= timing * Math.min(one, other);
    }
}
