package dev.steno.interop;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.intake.ImportSource;
import dev.steno.store.Place;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file that was imported into a new session in the same folder. */
public final class ImportedSession implements AutoCloseable {
    private final OfflineRecorder recorder;
    private final SessionReader reader;

    /** What the import said. */
    public final SessionImport.Imported result;

    private ImportedSession(OfflineRecorder recorder, SessionImport.Imported result) throws IOException {
        this.recorder = recorder;
        this.result = result;
        this.reader = recorder.session().reader();
    }

    /** Imports a file, whose format is recognised. */
    public static ImportedSession of(Path file, Path folder) throws IOException {
        return of(file, folder, ImportLimits.USUAL, ImportOptions.NONE);
    }

    /** Imports a file. */
    public static ImportedSession of(Path file, Path folder, ImportLimits limits, ImportOptions options)
            throws IOException {
        Path session = Files.createTempFile(folder, "imported", ".steno");
        Files.delete(session);
        OfflineRecorder recorder = OfflineRecorder.open(session, false, "steno test");
        try (ImportSource source = ImportSource.file(file, limits)) {
            return new ImportedSession(
                    recorder, SessionImport.run(source, null, recorder.session(), options, Progress.NONE));
        } catch (IOException | RuntimeException e) {
            recorder.close();
            throw e;
        }
    }

    /** Returns all flows, in the order of their numbers. */
    public List<Flow> flows() throws IOException {
        return reader.page(Place.START, 1_000_000, false);
    }

    /** Returns the HTTP flow at an index. */
    public HttpFlow http(int index) throws IOException {
        return (HttpFlow) flows().get(index);
    }

    /** Returns the recorded bytes of a body. */
    public byte[] bytes(Body body) throws IOException {
        try (InputStream in = reader.body(body)) {
            return in.readAllBytes();
        }
    }

    /** Returns the reader. */
    public SessionReader reader() {
        return reader;
    }

    @Override
    public void close() throws IOException {
        reader.close();
        recorder.close();
    }
}
