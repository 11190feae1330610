package dev.steno.bench.exchange;

import dev.steno.bench.report.ProcessUsage;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.report.SizeConverter;
import dev.steno.filter.Filter;
import dev.steno.interop.OfflineRecorder;
import dev.steno.interop.SessionExport;
import dev.steno.interop.SessionImport;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.outlet.ExportOptions;
import dev.steno.interop.outlet.FlowIds;
import dev.steno.interop.warc.WarcExporter;
import dev.steno.redact.Redactor;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Imports generated files of formats that hold messages as bytes, and writes web archives, in this process. */
@Command(
        name = "import-raw",
        mixinStandardHelpOptions = true,
        description = {
            "Imports generated files of Fiddler, Burp, ZAP and web archives, each into a new session, and exports a web archive.",
            "Rates are those of bytes without compression: heads and bodies. A file that is there is not made again, so that a second"
                    + " run with --files has the peak of memory of the import alone."
        })
public final class ImportRaw implements Callable<Integer> {
    /** Bytes of the heads of a flow, about. */
    private static final int HEADS = 260;

    @Option(names = "--shape", split = ",", description = "${COMPLETION-CANDIDATES} (default: all).")
    private List<RawShape> shapes = List.of(RawShape.values());

    @Option(names = "--flows", description = "Number of flows of each file (default ${DEFAULT-VALUE}).")
    private int flows = 10_000;

    @Option(
            names = "--size",
            converter = SizeConverter.class,
            paramLabel = "SIZE",
            description = "Size of each body (default 50kb).")
    private long size = 50_000;

    @Option(names = "--export", description = "Also export each session as a web archive.")
    private boolean exported;

    @Option(
            names = "--files",
            paramLabel = "DIR",
            description = "Where files are made and kept (default: removed in the end).")
    private @Nullable Path files;

    @Mixin
    private ReportOptions options = new ReportOptions();

    private final Report report = new Report("import-raw");

    @Override
    public Integer call() throws IOException {
        for (RawShape shape : shapes) {
            try (Scratch scratch = Scratch.make(files)) {
                Path file = (files == null ? scratch.file(shape.fileName) : files.resolve(shape.fileName));
                if (!Files.exists(file)) {
                    shape.write(file, flows, (int) size);
                }
                measure(shape, file, scratch.file("bench.steno"));
            }
        }
        options.print(report);
        return 0;
    }

    private void measure(RawShape shape, Path file, Path session) throws IOException {
        try (OfflineRecorder recorder = OfflineRecorder.open(session, false, "steno bench");
                ImportSource source = ImportSource.file(file, ImportLimits.USUAL)) {
            timed(shape.name().toLowerCase(Locale.ROOT) + " in", () -> {
                SessionImport.Imported done =
                        SessionImport.run(source, null, recorder.session(), ImportOptions.NONE, Progress.NONE);
                if (done.flows() != flows || done.damage() != null) {
                    throw new IllegalStateException(done.flows() + " flows of " + flows + ", damage: " + done.damage());
                }
            });
            if (exported) {
                export(recorder, session.resolveSibling("bench.warc.gz"));
            }
            recorder.finish();
        }
    }

    private void export(OfflineRecorder recorder, Path to) throws IOException {
        try (SessionReader reader = recorder.session().reader()) {
            SessionExport.Request request = new SessionExport.Request(
                    new WarcExporter(),
                    FlowIds.matching(reader, Filter.ALL, () -> false),
                    ExportOptions.NONE,
                    Redactor.NONE);
            timed("warc out", () -> {
                if (SessionExport.write(reader, request, to, true, Progress.NONE)
                                .flows()
                        != flows) {
                    throw new IllegalStateException("flows are missing");
                }
            });
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void timed(String what, Work work) throws IOException {
        long cpu = ProcessUsage.cpuNanos();
        long begin = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - begin) / 1e9;
        double bytes = (double) flows * (size + HEADS);
        report.row(
                "what",
                what,
                "flows",
                flows,
                "MB",
                bytes / 1e6,
                "seconds",
                seconds,
                "MB/s",
                bytes / 1e6 / seconds,
                "flows/s",
                flows / seconds,
                "CPU, ns a byte",
                (ProcessUsage.cpuNanos() - cpu) / bytes,
                "peak RSS, MiB",
                ProcessUsage.residentPeak() / 1048576.0);
    }
}
