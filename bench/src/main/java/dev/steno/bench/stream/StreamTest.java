package dev.steno.bench.stream;

import dev.steno.bench.report.ProcessUsage;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.report.SizeConverter;
import dev.steno.bench.session.Counts;
import dev.steno.session.CommitWindow;
import dev.steno.store.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends a constant stream of flows to a session and reports its cost. */
@Command(
        name = "stream-test",
        mixinStandardHelpOptions = true,
        description = {
            "Streams varied flows into a new session file at a constant rate: three facts per flow, as the proxy publishes them.",
            "Without --rate, it finds the highest rate that the store sustains, then runs at four fifths of it: the latency"
                    + " of a saturated queue shows only its length. CPU time is that of the whole process, including the"
                    + " generation of facts."
        })
public final class StreamTest implements Callable<Integer> {
    @Option(names = "--rate", description = "Flows per second.")
    private long rate;

    @Option(names = "--batch", description = "Upper bound on facts per commit (default ${DEFAULT-VALUE}).")
    private int batch = CommitWindow.USUAL.facts();

    @Option(
            names = "--batch-bytes",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Upper bound on the heap that the facts of a commit take, in bytes.")
    private long batchBytes = CommitWindow.USUAL.bytes();

    @Option(
            names = "--flush-period",
            paramLabel = "MS",
            description =
                    "Upper bound on the time until a fact is committed, in milliseconds (default ${DEFAULT-VALUE}).")
    private long flushPeriod = CommitWindow.USUAL.windowNanos() / 1_000_000;

    @Option(
            names = "--body",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Size of each response body, up to 16kib (default 1kib).")
    private long body = 1024;

    @Option(names = "--count", description = "Number of measured flows (default ${DEFAULT-VALUE}).")
    private String count = "300k";

    @Option(names = "--warmup", description = "Number of flows before the measurement (default ${DEFAULT-VALUE}).")
    private String warmUp = "60k";

    @Option(names = "--durability", description = "process or power (default ${DEFAULT-VALUE}).")
    private Durability durability = Durability.PROCESS;

    @Option(names = "--folder", description = "The folder for temporary files; the system's by default.")
    private @Nullable Path folder;

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Override
    public Integer call() throws IOException {
        Report report = new Report("stream-test")
                .setting("body bytes", body)
                .setting("durability", durability)
                .setting("facts a commit", batch)
                .setting("bytes a commit", batchBytes)
                .setting("flush period ms", flushPeriod);
        if (rate > 0) {
            run(report, Long.toString(rate), rate);
        } else {
            StreamRun.Result highest = run(report, "highest", 0);
            run(report, "at 80%", (long) (0.8 * highest.rate()));
        }
        options.print(report);
        return 0;
    }

    private StreamRun.Result run(Report report, String label, long perSecond) throws IOException {
        try (Scratch scratch = Scratch.make(folder)) {
            CommitWindow window = new CommitWindow(batch, batchBytes, flushPeriod * 1_000_000);
            FlowLoop flows = new FlowLoop(Math.toIntExact(body));
            StreamRun.Result result = new StreamRun(scratch.file("stream.steno"), durability, window, flows)
                    .run(Counts.parse(warmUp), Counts.parse(count), perSecond);
            report.row(
                    "rate", label,
                    "flows/s", result.rate(),
                    "CPU us/flow", result.cpuMicros(),
                    "of these writer", result.writerCpuNanos() / 1e3 / result.flows(),
                    "commit p50 ms", result.latencyMicros().getValueAtPercentile(50) / 1e3,
                    "p99 ms", result.latencyMicros().getValueAtPercentile(99) / 1e3,
                    "max ms", result.latencyMicros().getMaxValue() / 1e3,
                    "file bytes/flow", result.fileBytes(),
                    "peak heap MB", result.heapPeak() / 1e6,
                    "peak RSS MB", ProcessUsage.residentPeak() / 1e6);
            return result;
        }
    }
}
