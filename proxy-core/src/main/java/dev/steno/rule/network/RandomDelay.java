package dev.steno.rule.network;

/**
 * A delay that differs from one message to the next. Immutable.
 *
 * @param nanos the delay; its median if {@code sigma} is set
 * @param jitter by how much it differs at most, in both directions; 0 if {@code sigma} is set
 * @param sigma the spread of a lognormal distribution; 0 for none
 */
record RandomDelay(long nanos, long jitter, double sigma) {
    private static final double LONGEST = 8.64e13; // a day

    /** The same spread about another delay. */
    RandomDelay about(long other) {
        return new RandomDelay(other, jitter, sigma);
    }

    long draw(Chance chance) {
        if (sigma > 0) {
            double first = 1 - chance.draw(); // above 0, of which there is a logarithm
            double normal = Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * chance.draw());
            return (long) Math.min(LONGEST, nanos * Math.exp(sigma * normal));
        }
        return jitter == 0 ? nanos : Math.max(0, nanos + (long) ((2 * chance.draw() - 1) * jitter));
    }
}
