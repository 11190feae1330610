package dev.steno.bench.exchange;

import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.report.TransferOptions;
import dev.steno.interop.OfflineRecorder;
import dev.steno.interop.SessionImport;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.intake.ImportSource;
import dev.steno.store.Progress;
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

/** Imports generated files of formats that hold messages as bytes, in this process. */
@Command(
        name = "import-raw",
        mixinStandardHelpOptions = true,
        description = {
            "Imports generated files of Fiddler, Burp, ZAP and web archives, each into a new session.",
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

    @Mixin
    private TransferOptions transfer = new TransferOptions(2, 50_000);

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
        Measured measured = new Measured(report, transfer.curve());
        for (RawShape shape : shapes) {
            try (Scratch scratch = Scratch.make(files)) {
                Path file = (files == null ? scratch.file(shape.fileName) : files.resolve(shape.fileName));
                if (!Files.exists(file)) {
                    shape.write(file, flows, (int) transfer.size());
                }
                for (int run = 0; run < transfer.runs(); run++) {
                    measure(shape, file, scratch.file("bench.steno"), measured);
                }
            }
        }
        options.print(report);
        return 0;
    }

    private void measure(RawShape shape, Path file, Path session, Measured measured) throws IOException {
        double bytes = (double) flows * (transfer.size() + HEADS);
        measured.run(shape.name().toLowerCase(Locale.ROOT) + " in", flows, bytes, () -> {
            try (OfflineRecorder recorder = OfflineRecorder.open(session, false, "steno bench");
                    ImportSource source = ImportSource.file(file, ImportLimits.USUAL)) {
                SessionImport.Imported done =
                        SessionImport.run(source, null, recorder.session(), ImportOptions.NONE, Progress.NONE);
                if (done.flows() != flows || done.damage() != null) {
                    throw new IllegalStateException(done.flows() + " flows of " + flows + ", damage: " + done.damage());
                }
                recorder.finish();
            }
        });
        Files.delete(session);
    }
}
