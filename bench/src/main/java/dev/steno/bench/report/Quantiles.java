package dev.steno.bench.report;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Figures of several runs as one. Stateless. */
public final class Quantiles {
    private Quantiles() {}

    /** @param part from 0 to 1; between two values, the one in proportion */
    public static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }

    public static double median(double... values) {
        return quantile(values, 0.5);
    }

    public static <T> double median(List<T> runs, ToDoubleFunction<T> value) {
        return median(runs.stream().mapToDouble(value).toArray());
    }

    /** The cells of a row: those before, the median, the 99th percentile and the longest of delays, and those after. */
    public static Object[] delays(Object[] before, Histogram micros, Object... after) {
        Object[] delays = {
            "p50 ms",
            micros.getValueAtPercentile(50) / 1e3,
            "p99 ms",
            micros.getValueAtPercentile(99) / 1e3,
            "max ms",
            micros.getMaxValue() / 1e3
        };
        return Stream.of(before, delays, after).flatMap(Arrays::stream).toArray();
    }

    /** The load of the machine over the last minute, to be told beside a figure. */
    public static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
