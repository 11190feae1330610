package dev.steno.bench.exchange;

import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.report.TransferOptions;
import dev.steno.interop.OfflineRecorder;
import dev.steno.interop.SessionImport;
import dev.steno.interop.har.out.HarExporter;
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

/** Imports generated HTTP archives, each into a new session, in this process. */
@Command(
        name = "import-har",
        mixinStandardHelpOptions = true,
        description = {
            "Generates HTTP archives and imports them: time, CPU per byte of the file, and peak memory. Archives of many small",
            "entries have a sixth of the size.",
            "The first import of a process is slower, since its code is not compiled yet; memory never shrinks, so that"
                    + " the peak of a shape is exact only if it is the only one."
        })
public final class ImportHar implements Callable<Integer> {
    @Option(
            names = "--shape",
            paramLabel = "SHAPE",
            split = ",",
            description = "What the archives consist of: ${COMPLETION-CANDIDATES} (default: all but mixed).")
    private List<HarShape> shapes = List.of(HarShape.SMALL, HarShape.HEAVY, HarShape.TEXT, HarShape.BASE64);

    @Mixin
    private TransferOptions transfer = new TransferOptions(1, 300_000_000);

    @Option(names = "--in", paramLabel = "DIR", description = "Where files are made (default: the temporary folder).")
    private @Nullable Path within;

    @Option(names = "--export", description = "Also export each session as HAR.")
    private boolean exported;

    @Mixin
    private ReportOptions options = new ReportOptions();

    private final Report report = new Report("import-har");

    @Override
    public Integer call() throws IOException {
        Measured measured = new Measured(report, transfer.curve());
        for (HarShape shape : shapes) {
            try (Scratch scratch = Scratch.make(within)) {
                Path file = scratch.file("bench.har");
                long entries = shape.write(file, shape == HarShape.SMALL ? transfer.size() / 6 : transfer.size());
                for (int run = 0; run < transfer.runs(); run++) {
                    measure(
                            shape.name().toLowerCase(Locale.ROOT),
                            file,
                            entries,
                            scratch.file(run + ".steno"),
                            measured);
                }
            }
        }
        options.print(report);
        return 0;
    }

    private void measure(String shape, Path file, long entries, Path session, Measured measured) throws IOException {
        measured.run(shape + " in", entries, Files.size(file), () -> {
            try (OfflineRecorder recorder = OfflineRecorder.open(session, false, "steno bench");
                    ImportSource source = ImportSource.file(file, ImportLimits.USUAL)) {
                SessionImport.Imported done =
                        SessionImport.run(source, null, recorder.session(), ImportOptions.NONE, Progress.NONE);
                if (done.flows() != entries || done.damage() != null) {
                    throw new IllegalStateException(
                            done.flows() + " flows of " + entries + ", damage: " + done.damage());
                }
                recorder.finish();
            }
        });
        if (exported) {
            Exports.run(new HarExporter(), session, shape + " out", measured);
        }
        Files.delete(session);
    }
}
