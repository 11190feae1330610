package dev.steno.testing.fuzz;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * How long a fuzzer goes on: {@code -Dsteno.fuzz.minutes=10}; without it, for a fixed and small number of inputs. Each input has a number,
 * which alone decides it: {@code -Dsteno.fuzz.from=N} begins there, to see one again.
 */
public final class Fuzz {
    private static final long NANOS =
            (long) (Double.parseDouble(System.getProperty("steno.fuzz.minutes", "0")) * TimeUnit.MINUTES.toNanos(1));
    private static final long FROM = Long.getLong("steno.fuzz.from", 0);

    private Fuzz() {}

    /** One input, from its number and a source of randomness that is the same for each run. */
    @FunctionalInterface
    public interface Input {
        void tried(long number, Random random) throws Exception;
    }

    /**
     * Tries inputs until the time is over.
     *
     * @param few how many are tried where no time is given
     * @throws AssertionError naming the input at which another one came
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
