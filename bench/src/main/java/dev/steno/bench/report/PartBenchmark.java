package dev.steno.bench.report;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A benchmark of several parts, of which those that are asked for are measured, each as rows of one report. For one thread. */
public abstract class PartBenchmark implements Callable<Integer> {
    @Option(
            names = "--only",
            paramLabel = "PART",
            description = "Only the parts whose name begins so (default: all). The rows have the names.")
    private String only = "";

    @Mixin
    private ReportOptions options = new ReportOptions();

    private final Report report;

    /** @param name of the benchmark on the command line */
    protected PartBenchmark(String name) {
        report = new Report(name);
    }

    /** Measures the parts that are {@link #isWanted wanted}. */
    protected abstract void measure(Report to) throws Exception;

    /** Whether a part is to be measured. */
    protected final boolean isWanted(String part) {
        return part.regionMatches(true, 0, only, 0, only.length());
    }

    @Override
    public final Integer call() throws Exception {
        measure(report);
        options.print(report);
        return 0;
    }
}
