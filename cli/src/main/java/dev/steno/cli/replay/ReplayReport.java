package dev.steno.cli.replay;

import dev.steno.replay.run.RunFigures;
import dev.steno.replay.run.RunPlan;
import dev.steno.replay.run.RunSettings;
import dev.steno.stats.LogHistogram;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A run that has ended.
 *
 * @param source the session whose requests were sent
 * @param recorded the session to which they were recorded; null if they were not
 * @param warmUp how many requests the program sent to itself before; 0 if it did not
 */
record ReplayReport(
        Path source, @Nullable Path recorded, RunSettings run, RunPlan plan, RunFigures figures, long warmUp) {
    /** The quantiles that are told. */
    static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999};

    /**
     * Returns a quantile. It is the middle of a range of times, which may lie above the longest one.
     *
     * @param longest -1 if it is not known
     */
    static long quantile(LogHistogram times, double share, long longest) {
        long middle = times.quantile(share);
        return longest < 0 ? middle : Math.min(middle, longest);
    }

    /** Returns how many requests were sent per second. */
    double rate() {
        return figures.duration() == 0 ? 0 : figures.sent() / (figures.duration() / 1e9);
    }
}
