package dev.steno.bench.memory;

import dev.steno.bench.peer.Load;
import dev.steno.bench.peer.Origin;
import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Resident;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.report.SizeConverter;
import dev.steno.bench.session.Counts;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts load on a recording proxy and measures its resident memory at several numbers of recorded flows. */
@Command(
        name = "memory-curve",
        mixinStandardHelpOptions = true,
        description = {
            "Resident memory of a recording proxy at several numbers of flows: plain HTTP over loopback through"
                    + " ./steno run. The memory is read when the last flow of a step is in the session file."
        })
public final class MemoryCurve implements Callable<Integer> {
    @Option(names = "--steps", split = ",", description = "Numbers of flows (default ${DEFAULT-VALUE}).")
    private List<String> steps = List.of("1k", "10k", "100k", "500k");

    @Option(
            names = "--body",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Size of each response body (default 16kib).")
    private long body = 16 * 1024;

    @Option(names = "--connections", description = "Number of concurrent clients (default ${DEFAULT-VALUE}).")
    private int connections = 32;

    @Option(names = "--folder", description = "The folder for temporary files; the system's by default.")
    private @Nullable Path folder;

    @Option(
            names = "--steno",
            split = " ",
            paramLabel = "OPTIONS",
            description = "Further options for steno run, separated by spaces.")
    private List<String> further = List.of();

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Report report = new Report("memory-curve").setting("body bytes", body).setting("connections", connections);
        try (Scratch scratch = Scratch.make(folder);
                Origin origin = new Origin(Math.toIntExact(body))) {
            Path session = scratch.file("curve.steno");
            Path home = Files.createDirectory(scratch.file("home"));
            try (ProxyProcess proxy = ProxyProcess.launch(session, home, further);
                    Load load = new Load(proxy.port(), origin.port(), connections)) {
                report.row("flows", 0L, "RSS MB", Resident.now(proxy.pid()) / 1e6);
                long before = 0;
                for (String step : steps) {
                    long flows = Counts.parse(step);
                    measure(report, proxy, load, session, before, flows);
                    before = flows;
                }
            }
            IOException failure = origin.failure();
            if (failure != null) {
                throw new IOException("the origin failed: " + failure.getMessage(), failure);
            }
        }
        options.print(report);
        return 0;
    }

    private static void measure(Report report, ProxyProcess proxy, Load load, Path session, long before, long flows)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        long cpu = proxy.cpuNanos();
        load.upTo(flows);
        double seconds = (System.nanoTime() - start) / 1e9;
        awaitRecorded(session, flows);
        report.row(
                "flows", flows,
                "RSS MB", Resident.now(proxy.pid()) / 1e6,
                "peak RSS MB", Resident.peak(proxy.pid()) / 1e6,
                "session MB", (Files.size(session)) / 1e6,
                "flows/s", (flows - before) / seconds,
                "CPU us/flow", (proxy.cpuNanos() - cpu) / 1e3 / (flows - before));
        System.err.printf("memory-curve: %,d flows, %.0f MB%n", flows, Resident.now(proxy.pid()) / 1e6);
    }

    private static void awaitRecorded(Path session, long flows) throws IOException {
        long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        try (SqliteSessionReader reader = SqliteSessionReader.open(session)) {
            while (reader.lastFlow() < flows) {
                if (System.nanoTime() > patience) {
                    throw new SessionException(
                            reader.lastFlow() + " of " + flows + " flows are in the session after a minute");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }
}
