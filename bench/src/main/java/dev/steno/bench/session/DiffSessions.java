package dev.steno.bench.session;

import dev.steno.bench.report.ProcessUsage;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.compare.ComparisonRules;
import dev.steno.compare.Ignored;
import dev.steno.compare.UsualNoise;
import dev.steno.diff.DiffSide;
import dev.steno.diff.DiffSummary;
import dev.steno.diff.SessionDiff;
import dev.steno.filter.Filter;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Compares two large sessions as {@code steno diff} does, without its output. */
@Command(
        name = "diff-sessions",
        mixinStandardHelpOptions = true,
        description = {
            "Compares two sessions from make-session. Options of the second make it differ: --gzip 60 gives other content",
            "codings, --seed 2 other flows."
        })
public final class DiffSessions implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "A session file.")
    private Path one = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "Another one; of the same, nothing is read but keys.")
    private Path other = Path.of("");

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        long cpu = ProcessUsage.cpuNanos();
        long[] rows = {0};
        DiffSummary summary;
        try (SessionReader left = SqliteSessionReader.open(one);
                SessionReader right = SqliteSessionReader.open(other)) {
            summary = SessionDiff.compare(
                    new DiffSide(one, left, Filter.ALL),
                    new DiffSide(other, right, Filter.ALL),
                    ComparisonRules.differences(Ignored.of(UsualNoise.RULES)),
                    difference -> difference
                            .parts()
                            .forEach(part -> rows[0] += part.rows().size()),
                    Progress.NONE);
        }
        options.print(new Report("diff-sessions")
                .row(
                        "flows",
                        summary.left() + summary.right(),
                        "same",
                        summary.same(),
                        "changed",
                        summary.changed(),
                        "one side",
                        summary.removed() + summary.added(),
                        "values",
                        rows[0],
                        "seconds",
                        (System.nanoTime() - start) / 1e9,
                        "CPU s",
                        (ProcessUsage.cpuNanos() - cpu) / 1e9,
                        "peak RSS MB",
                        ProcessUsage.residentPeak() / 1e6));
        return 0;
    }
}
