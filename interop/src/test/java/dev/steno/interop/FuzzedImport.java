package dev.steno.interop;

import dev.steno.interop.intake.FlowImporter;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.store.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Imports mutated files one after the other into one session. Each is imported, found damaged, or refused with a message of one line;
 * any other exception is a fault.
 */
public final class FuzzedImport implements AutoCloseable {
    private static final ImportLimits SMALL =
            new ImportLimits(64 << 20, 100_000, 1 << 20, 200, 16 << 20, 1_000, 1 << 20, 10_000);

    private final OfflineRecorder recorder;
    private final FlowImporter importer;

    public FuzzedImport(FlowImporter importer, Path folder) throws IOException {
        this.importer = importer;
        this.recorder = OfflineRecorder.open(folder.resolve("fuzz.steno"), true, "steno test");
    }

    /** Imports bytes. */
    public void bytes(byte[] input) throws IOException {
        try (ImportSource source = ImportSource.pipe("input", new ByteArrayInputStream(input), SMALL)) {
            run(source);
        }
    }

    /** Imports a file. */
    public void file(Path file) throws IOException {
        try (ImportSource source = ImportSource.file(file, SMALL)) {
            run(source);
        }
    }

    private void run(ImportSource source) throws IOException {
        try {
            var options = new ImportOptions(true, true, false, null, "secret");
            var result = SessionImport.run(source, importer, recorder.session(), options, Progress.NONE);
            oneLine(result.damage());
        } catch (RefusedFileException e) {
            oneLine(e.getMessage());
        }
    }

    private static void oneLine(@Nullable String message) {
        if (message != null && (message.isBlank() || message.contains("\n"))) {
            throw new AssertionError("not one line: " + message);
        }
    }

    @Override
    public void close() throws IOException {
        recorder.close();
    }
}
