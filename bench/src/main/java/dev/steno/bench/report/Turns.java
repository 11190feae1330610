package dev.steno.bench.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs of two kinds in turns, each beside one of the other kind, so that a machine that becomes slower in the course of a
 * measurement favours neither. Each second pair begins with the other kind.
 *
 * @param without runs without what is measured
 * @param with runs with it; as many
 */
public record Turns<R>(List<R> without, List<R> with) {
    /** Makes one run. */
    public interface Run<R> {
        /** @param with whether what is measured is in force */
        R run(boolean with) throws IOException, InterruptedException;
    }

    /** Makes pairs of runs. */
    public static <R> Turns<R> of(int pairs, Run<R> run) throws IOException, InterruptedException {
        Turns<R> made = new Turns<>(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < pairs; i++) {
            boolean first = i % 2 != 0;
            (first ? made.with : made.without).add(run.run(first));
            (first ? made.without : made.with).add(run.run(!first));
        }
        return made;
    }
}
