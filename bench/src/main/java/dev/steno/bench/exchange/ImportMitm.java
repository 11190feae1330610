package dev.steno.bench.exchange;

import dev.steno.addon.FlowEvent;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Resident;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.report.TransferOptions;
import dev.steno.bench.traffic.Shape;
import dev.steno.bench.traffic.Traffic;
import dev.steno.certs.CertificateAuthority;
import dev.steno.certs.LeafMint;
import dev.steno.filter.Filter;
import dev.steno.flow.Certificate;
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
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
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
            "Measures the export of synthetic flows as mitmproxy's flow file (format 17) and the import of that file.",
            "Rates are those of the bodies of responses. With --peer, mitmdump reads the same file."
        })
public final class ImportMitm implements Callable<Integer> {
    private static final int FORMAT = 17;
    private static final int CHAINS = 64;
    private static final long PEER_NANOS = TimeUnit.MINUTES.toNanos(2);

    @Option(names = "--flows", description = "Number of flows (default ${DEFAULT-VALUE}).")
    private int flows = 100_000;

    @Mixin
    private TransferOptions transfer = new TransferOptions(2, 2 << 10);

    @Option(
            names = "--peer",
            description = "Lets mitmdump, which must be installed, read the file too; for at most two minutes.")
    private boolean peer;

    @Option(names = "--folder", description = "The folder for the files (default: the system's temporary folder).")
    private @Nullable Path folder;

    @Mixin
    private ReportOptions options = new ReportOptions();

    private final Report report = new Report("import-mitm");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Measured measured = new Measured(report, transfer.curve());
        try (Scratch scratch = Scratch.make(folder)) {
            Path session = scratch.file("made.steno");
            System.err.println("making a session of " + flows + " flows ...");
            make(session, certificates(scratch.file("ca")));
            Path file = scratch.file("flows.mitm");
            double bytes = (double) flows * transfer.size();
            for (int run = 0; run < transfer.runs(); run++) {
                Files.deleteIfExists(file);
                measured.run("mitm out", flows, bytes, () -> export(session, file));
                measured.run("mitm in", flows, bytes, () -> load(file, scratch.file("read.steno")));
                Files.delete(scratch.file("read.steno"));
            }
            report.setting("body bytes", transfer.size()).setting("MB of file", Files.size(file) / 1e6);
            if (peer) {
                System.err.println("mitmdump reads the file ...");
                mitmdump(file, scratch.file("conf"));
            }
        }
        options.print(report);
        return 0;
    }

    private void make(Path session, List<List<Certificate>> chains) throws IOException {
        Traffic traffic = new Traffic(1, new Shape(Math.toIntExact(transfer.size()), 0, 0));
        try (OfflineRecorder recorder = OfflineRecorder.open(session, false, "bench/run import-mitm")) {
            for (int number = 1; number <= flows; number++) {
                for (FlowEvent fact : traffic.facts(number)) {
                    recorder.session().accept(certified(fact, chains.get(number % chains.size())));
                }
                if (number % 1_000 == 0) {
                    recorder.session().awaitDurable();
                }
            }
            recorder.finish();
        }
    }

    /** Returns chains of a leaf and its CA. */
    private static List<List<Certificate>> certificates(Path home) throws IOException {
        CertificateAuthority authority = CertificateAuthority.open(home);
        List<List<Certificate>> chains = new ArrayList<>();
        try (LeafMint mint = new LeafMint(authority)) {
            for (int i = 0; i < CHAINS; i++) {
                List<Certificate> chain = new ArrayList<>();
                for (X509Certificate each : mint.leaf("host" + i + ".example", List.of())
                        .toCompletableFuture()
                        .join()
                        .chain()) {
                    chain.add(new Certificate(each.getEncoded()));
                }
                chains.add(chain);
            }
        } catch (CertificateEncodingException e) {
            throw new IOException(e);
        }
        return chains;
    }

    /** Synthetic certificates are none that mitmproxy takes. */
    private static FlowEvent certified(FlowEvent fact, List<Certificate> chain) {
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
                flow.client().withTls(certified(flow.client().tls(), List.of(), chain.get(0))),
                server == null ? null : server.withTls(certified(server.tls(), chain, null)),
                flow.request(),
                flow.response(),
                flow.interim(),
                flow.error(),
                flow.notes(),
                flow.webSocket(),
                null));
    }

    private static @Nullable Tls certified(
            @Nullable Tls tls, List<Certificate> chain, @Nullable Certificate presented) {
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
                        chain,
                        presented);
    }

    private void export(Path session, Path file) throws IOException {
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
                    Progress.NONE);
        }
    }

    private void load(Path file, Path session) throws IOException {
        try (OfflineRecorder recorder = OfflineRecorder.open(session, false, "bench/run import-mitm");
                ImportSource source = ImportSource.file(file, ImportLimits.USUAL)) {
            long read = SessionImport.run(source, null, recorder.session(), ImportOptions.NONE, Progress.NONE)
                    .flows();
            if (read != flows) {
                throw new IllegalStateException(read + " flows of " + flows);
            }
            recorder.finish();
        }
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
            if (System.nanoTime() - start > PEER_NANOS) {
                process.destroyForcibly().waitFor();
                report.row(
                        "what",
                        "mitmdump -nr, stopped after two minutes",
                        "CPU, s",
                        cpu.toMillis() / 1e3,
                        "peak RSS, MiB",
                        peak / 1048576.0);
                return;
            }
            peak = Math.max(peak, Resident.peak(process.pid()));
            cpu = process.info().totalCpuDuration().orElse(cpu);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        report.row(
                "what",
                "mitmdump -nr" + (Files.size(said) == 0 ? "" : ", which said: " + firstLine(said)),
                "flows",
                flows,
                "seconds",
                seconds,
                "MB/s",
                flows * transfer.size() / 1e6 / seconds,
                "flows/s",
                flows / seconds,
                "CPU, us a flow",
                cpu.toNanos() / 1e3 / flows,
                "peak RSS, MiB",
                peak / 1048576.0);
    }

    private static String firstLine(Path said) throws IOException {
        return Files.readAllLines(said).get(0);
    }
}
