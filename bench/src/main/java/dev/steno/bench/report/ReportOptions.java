package dev.steno.bench.report;

import java.io.PrintStream;
import picocli.CommandLine.Option;

/** The options that all benchmarks have. */
public final class ReportOptions {
    @Option(names = "--json", description = "Print the figures as one line of JSON.")
    private boolean json;

    /** Prints a report to standard output, in the format chosen. */
    public void print(Report report) {
        PrintStream out = System.out;
        report.print(out, json);
    }
}
