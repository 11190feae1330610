package dev.steno.rule.network;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides which of the messages that a fault matches it strikes, and how. The same seed gives the same decisions in the same
 * order. Any thread.
 */
final class Chance {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final double toxicity;
    private final long times;
    private final long every;
    private final long seed;
    private final AtomicLong matched = new AtomicLong();
    private final AtomicLong struck = new AtomicLong();
    private final AtomicLong drawn = new AtomicLong();

    /**
     * @param toxicity the part of messages that it strikes, 0 to 1
     * @param times how often it strikes at most
     * @param every of how many messages it strikes one, the last of them
     */
    Chance(double toxicity, long times, long every, long seed) {
        this.toxicity = toxicity;
        this.times = times;
        this.every = every;
        this.seed = seed;
    }

    /** A chance that strikes each message, by a seed of its own. */
    static Chance certain() {
        return new Chance(1, Long.MAX_VALUE, 1, ThreadLocalRandom.current().nextLong());
    }

    /** Whether the next message is struck. */
    boolean strikes() {
        long number = matched.incrementAndGet();
        if (number % every != 0 || toxicity < 1 && at(number) >= toxicity) {
            return false;
        }
        return times == Long.MAX_VALUE || struck.getAndIncrement() < times;
    }

    /** Whether it strikes each message. */
    boolean isCertain() {
        return toxicity == 1 && every == 1 && times == Long.MAX_VALUE;
    }

    /** A random number from 0 to 1, without 1, for what a strike is like. */
    double draw() {
        return at(-1 - drawn.getAndIncrement());
    }

    /** Another chance with the same seed, for the pieces of one flow. */
    Chance ofFlow() {
        return new Chance(1, Long.MAX_VALUE, 1, mix(seed + drawn.getAndIncrement()));
    }

    private double at(long number) {
        return (mix(seed + number * GOLDEN) >>> 11) * 0x1.0p-53;
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
