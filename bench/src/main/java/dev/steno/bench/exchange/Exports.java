package dev.steno.bench.exchange;

import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.report.TransferOptions;
import dev.steno.filter.Filter;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.interop.Formats;
import dev.steno.interop.OfflineRecorder;
import dev.steno.interop.SessionExport;
import dev.steno.interop.SessionImport;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.outlet.ExportOptions;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.interop.outlet.FlowIds;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.Place;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports one session in several formats, in this process. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a session of GET requests whose responses are texts, and exports it in each format.",
            "Rates are those of the bodies as they are recorded."
        })
public final class Exports implements Callable<Integer> {
    @Option(
            names = "--format",
            split = ",",
            paramLabel = "FORMAT",
            description = "Names as those of steno export --format (default: har, mitm, warc).")
    private List<String> formats = List.of("har", "mitm", "warc");

    @Option(names = "--flows", description = "Number of flows (default ${DEFAULT-VALUE}).")
    private int flows = 10_000;

    @Mixin
    private TransferOptions transfer = new TransferOptions(2, 50_000);

    @Option(names = "--in", paramLabel = "DIR", description = "Where files are made (default: the temporary folder).")
    private @Nullable Path within;

    @Mixin
    private ReportOptions options = new ReportOptions();

    private final Report report = new Report("export");

    @Override
    public Integer call() throws IOException {
        Measured measured = new Measured(report, transfer.curve());
        try (Scratch scratch = Scratch.make(within)) {
            Path session = scratch.file("made.steno");
            make(session, scratch.file("made.warc.gz"));
            for (String format : formats) {
                FlowExporter exporter = Formats.exporter(format)
                        .orElseThrow(() -> new IllegalArgumentException(
                                format + " is no format that is written; known are " + Formats.exporterLabels()));
                for (int run = 0; run < transfer.runs(); run++) {
                    run(exporter, session, format + " out", measured);
                }
            }
        }
        options.print(report);
        return 0;
    }

    private void make(Path session, Path archive) throws IOException {
        System.err.println("making a session of " + flows + " flows ...");
        RawShape.WARC.write(archive, flows, (int) transfer.size());
        try (OfflineRecorder recorder = OfflineRecorder.open(session, false, "steno bench");
                ImportSource source = ImportSource.file(archive, ImportLimits.USUAL)) {
            SessionImport.run(source, null, recorder.session(), ImportOptions.NONE, Progress.NONE);
            recorder.finish();
        }
        Files.delete(archive);
    }

    /** Exports a session as a file beside it, which is removed. */
    static void run(FlowExporter format, Path session, String what, Measured measured) throws IOException {
        Path to = session.resolveSibling("exported" + format.extension());
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            FlowIds ids = FlowIds.matching(reader, Filter.ALL, () -> false);
            long[] sums = sums(reader, ids);
            measured.run(what, sums[0], sums[1], () -> {
                SessionExport.Request request =
                        new SessionExport.Request(format, ids, ExportOptions.NONE, Redactor.NONE);
                long written = SessionExport.write(reader, request, to, true, Progress.NONE)
                        .flows();
                if (written != sums[0]) {
                    throw new IllegalStateException(written + " flows of " + sums[0]);
                }
            });
        }
        Files.delete(to);
    }

    /** Returns the number of flows and of the bytes of their bodies. */
    private static long[] sums(SessionReader reader, FlowIds ids) throws IOException {
        long[] sums = new long[2];
        for (List<Place> page = ids.after(Place.START, 500);
                !page.isEmpty();
                page = ids.after(page.get(page.size() - 1), 500)) {
            for (Flow flow : reader.flows(page.stream().map(Place::flow).toList())) {
                sums[0]++;
                if (flow instanceof HttpFlow http) {
                    sums[1] += http.request().body().size();
                    sums[1] +=
                            http.response() == null ? 0 : http.response().body().size();
                }
            }
        }
        return sums;
    }
}
