package dev.steno.bench.exchange;

import dev.steno.addon.FlowEvent;
import dev.steno.bench.report.ProcessUsage;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Resident;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.report.SizeConverter;
import dev.steno.bench.traffic.Shape;
import dev.steno.bench.traffic.Traffic;
import dev.steno.filter.Filter;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Peer;
import dev.steno.flow.Tls;
import dev.steno.interop.OfflineRecorder;
import dev.steno.interop.SessionExport;
import dev.steno.interop.SessionImport;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.mitm.MitmExporter;
import dev.steno.interop.outlet.ExportOptions;
import dev.steno.interop.outlet.FlowIds;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a session as a flow file of mitmproxy, reads it into another session, and lets mitmproxy read it. */
@Command(
        name = "import-mitm",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the export of synthetic flows as mitmproxy's flow file (format 17) and the import of that file,",
            "in quarters, to show that rate and memory do not change. With --peer, mitmdump reads the same file."
        })
public final class ImportMitm implements Callable<Integer> {
    private static final int QUARTERS = 4;
    private static final int FORMAT = 17;

    @Option(names = "--flows", description = "Number of flows (default ${DEFAULT-VALUE}).")
    private int flows = 100_000;

    @Option(
            names = "--body",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Size of each response body (default 2kib).")
    private long body = 2 << 10;

    @Option(names = "--peer", description = "Lets mitmdump, which must be installed, read the file too.")
    private boolean peer;

    @Option(names = "--folder", description = "The folder for the files (default: the system's temporary folder).")
    private @Nullable Path folder;

    @Mixin
    private ReportOptions options = new ReportOptions();

    private final Report report = new Report("import-mitm");

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.make(folder)) {
            Path session = scratch.file("made.steno");
            make(session);
            Path file = scratch.file("flows.mitm");
            export(session, file);
            report.setting("flows", flows).setting("body bytes", body).setting("MB of file", Files.size(file) / 1e6);
            load(file, scratch.file("read.steno"));
            if (peer) {
                mitmdump(file, scratch.file("conf"));
            }
        }
        options.print(report);
        return 0;
    }

    private void make(Path session) throws IOException {
        Traffic traffic = new Traffic(1, new Shape(Math.toIntExact(body), 0, 0));
        try (OfflineRecorder recorder = OfflineRecorder.open(session, false, "bench/run import-mitm")) {
            for (int number = 1; number <= flows; number++) {
                for (FlowEvent fact : traffic.facts(number)) {
                    recorder.session().accept(plain(fact));
                }
                if (number % 1_000 == 0) {
                    recorder.session().awaitDurable();
                }
            }
            recorder.finish();
        }
    }

    /** Synthetic certificates are none that mitmproxy takes. */
    private static FlowEvent plain(FlowEvent fact) {
        if (!(fact instanceof FlowEvent.Closed closed) || !(closed.flow() instanceof HttpFlow flow)) {
            return fact;
        }
        Peer server = flow.server();
        return new FlowEvent.Closed(new HttpFlow(
                flow.id(),
                flow.revision(),
                flow.state(),
                flow.started(),
                flow.duration(),
                flow.client().withTls(plain(flow.client().tls())),
                server == null ? null : server.withTls(plain(server.tls())),
                flow.request(),
                flow.response(),
                flow.interim(),
                flow.error(),
                flow.notes(),
                flow.webSocket(),
                null));
    }

    private static @Nullable Tls plain(@Nullable Tls tls) {
        return tls == null
                ? null
                : new Tls(
                        tls.established(),
                        tls.version(),
                        tls.cipher(),
                        tls.sni(),
                        tls.alpn(),
                        tls.alpnOffers(),
                        tls.extensions(),
                        List.of(),
                        null);
    }

    private void export(Path session, Path file) throws IOException {
        Quarters quarters = new Quarters("export");
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            SessionExport.write(
                    reader,
                    new SessionExport.Request(
                            new MitmExporter(),
                            FlowIds.matching(reader, Filter.ALL, () -> false),
                            new ExportOptions(FORMAT, false, false),
                            Redactor.NONE),
                    file,
                    false,
                    quarters);
        }
        quarters.end();
    }

    private void load(Path file, Path session) throws IOException {
        Quarters quarters = new Quarters("import");
        try (OfflineRecorder recorder = OfflineRecorder.open(session, false, "bench/run import-mitm");
                ImportSource source = ImportSource.file(file, ImportLimits.USUAL)) {
            SessionImport.run(source, null, recorder.session(), ImportOptions.NONE, quarters);
            recorder.finish();
        }
        quarters.end();
    }

    private void mitmdump(Path file, Path conf) throws IOException, InterruptedException {
        Path said = conf.resolveSibling("said");
        long start = System.nanoTime();
        Process process = new ProcessBuilder(
                        "mitmdump", "-n", "-r", file.toString(), "--set", "flow_detail=0", "--set", "confdir=" + conf)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(said.toFile()))
                .start();
        long peak = 0;
        Duration cpu = Duration.ZERO;
        while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, Resident.peak(process.pid()));
            cpu = process.info().totalCpuDuration().orElse(cpu);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        report.row(
                "what",
                "mitmdump -nr" + (Files.size(said) == 0 ? "" : ", which said: " + firstLine(said)),
                "flows/s",
                flows / seconds,
                "MB/s of body",
                flows * body / 1e6 / seconds,
                "CPU us/flow",
                cpu.toNanos() / 1e3 / flows,
                "RSS MB",
                peak / 1e6);
    }

    private static String firstLine(Path said) throws IOException {
        return Files.readAllLines(said).get(0);
    }

    /** Takes the time at each quarter of the flows. An import asks once a fact, which is once a flow without stored bodies. */
    private final class Quarters implements Progress {
        private final String what;
        private long done;
        private int quarter;
        private long start = System.nanoTime();
        private long cpu = ProcessUsage.cpuNanos();
        private final long firstStart = start;
        private final long firstCpu = cpu;

        Quarters(String what) {
            this.what = what;
        }

        @Override
        public void beginStep(String step, String unit, long total) {
            // the steps are known
        }

        @Override
        public void at(long count) {
            // counted by isStopped
        }

        @Override
        public boolean isStopped() {
            if (++done == (long) flows * (quarter + 1) / QUARTERS && quarter < QUARTERS - 1) {
                quarter++;
                row(what + ", quarter " + quarter, start, cpu, flows / QUARTERS);
                start = System.nanoTime();
                cpu = ProcessUsage.cpuNanos();
            }
            return false;
        }

        void end() {
            row(what + ", quarter " + QUARTERS, start, cpu, flows / QUARTERS);
            row(what + ", all", firstStart, firstCpu, flows);
        }

        private void row(String name, long since, long cpuThen, long count) {
            double seconds = (System.nanoTime() - since) / 1e9;
            try {
                report.row(
                        "what",
                        name,
                        "flows/s",
                        count / seconds,
                        "MB/s of body",
                        count * body / 1e6 / seconds,
                        "CPU us/flow",
                        (ProcessUsage.cpuNanos() - cpuThen) / 1e3 / count,
                        "RSS MB",
                        Resident.now(ProcessHandle.current().pid()) / 1e6);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
