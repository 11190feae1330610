package dev.steno.bench.report;

import java.io.PrintStream;
import picocli.CommandLine.Option;

/** What every benchmark offers. */
public final class ReportOptions {
    @Option(names = "--json", description = "Print the figures as one line of JSON.")
    private boolean json;

    /** Prints a report to standard output in the wanted form. */
    public void print(Report report) {
        PrintStream out = System.out;
        report.print(out, json);
    }
}
