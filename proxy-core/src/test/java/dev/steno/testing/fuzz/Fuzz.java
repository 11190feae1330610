package dev.steno.testing.fuzz;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Runs a fuzzer: for the time in {@code -Dsteno.fuzz.minutes=10}, or for a small fixed number of inputs if that is not
 * set. Each input is determined by its number alone; {@code -Dsteno.fuzz.from=N} starts at number N and so reproduces
 * an input.
 */
public final class Fuzz {
    private static final long NANOS =
            (long) (Double.parseDouble(System.getProperty("steno.fuzz.minutes", "0")) * TimeUnit.MINUTES.toNanos(1));
    private static final long FROM = Long.getLong("steno.fuzz.from", 0);

    private Fuzz() {}

    /** Tries one input; the source of randomness is seeded with the number, so that every run gives the same input. */
    @FunctionalInterface
    public interface Input {
        void tried(long number, Random random) throws Exception;
    }

    /**
     * Tries inputs until the time or the number of inputs is used up.
     *
     * @param few the number of inputs if no time is set
     * @throws AssertionError if an input fails; the message has the number of the input, the cause is its exception
     */
    public static void run(String name, int few, Input input) {
        long begin = System.nanoTime();
        long number = FROM;
        while (NANOS == 0 ? number < FROM + few : System.nanoTime() - begin < NANOS) {
            try {
                input.tried(number, new Random(number * 0x9E3779B97F4A7C15L));
            } catch (Exception | AssertionError | StackOverflowError e) {
                throw new AssertionError(
                        name + ", input " + number + " (-Dsteno.fuzz.from=" + number + "): " + e.getMessage(), e);
            }
            number++;
        }
        if (NANOS > 0) {
            System.out.println(name + ": " + (number - FROM) + " inputs");
        }
    }
}
