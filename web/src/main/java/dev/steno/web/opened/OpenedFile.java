package dev.steno.web.opened;

import dev.steno.interop.OfflineRecorder;
import dev.steno.json.Json;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.view.FlowSource;
import dev.steno.view.SessionSource;
import dev.steno.web.api.SafeName;
import dev.steno.web.exchange.ImportOutcome;
import dev.steno.web.exchange.IncomingFile;
import dev.steno.web.exchange.SideFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The session that a file became: a copy in a folder of its own, which is removed at the end, so that the file itself is never
 * changed. Blocks.
 *
 * @param recorder of the copy; nothing is recorded to it once it was read
 * @param outcome what was read
 * @param bytes size of the session
 */
record OpenedFile(Path folder, OfflineRecorder recorder, ImportOutcome outcome, long bytes) implements ReadOnlySource {
    /**
     * Reads a file.
     *
     * @param beside the recorded session, beside which the folder is made; null for a temporary folder
     * @param application name and version of the program
     * @throws dev.steno.web.http.ApiProblem 422 if it can be neither opened nor imported; the message says what to do
     */
    static OpenedFile read(IncomingFile file, @Nullable Path beside, String application) throws IOException {
        Path folder = SideFolder.create(beside, file.copyName());
        try {
            Path session = folder.resolve(sessionName(file.name()));
            return file.isSession()
                    ? copied(file, folder, session, application)
                    : imported(file, folder, session, application);
        } catch (IOException e) {
            SideFolder.remove(folder);
            throw SideFolder.failure(file.copyName(), folder, e);
        } catch (RuntimeException e) {
            SideFolder.remove(folder);
            throw e;
        }
    }

    /** A file is named as the person knows it, since exports have its name. */
    private static String sessionName(String name) {
        String plain = SafeName.reduce(name).replaceFirst("\\.[A-Za-z0-9]{1,12}$", "");
        return (plain.isEmpty() ? "opened" : plain) + ".steno";
    }

    private static OpenedFile copied(IncomingFile file, Path folder, Path session, String application)
            throws IOException {
        file.saved(session);
        OfflineRecorder recorder;
        try {
            recorder = OfflineRecorder.open(session, true, application);
        } catch (SessionException e) {
            throw file.problem(session, e);
        }
        try {
            long flows = recorder.session().store().resumedWith().flows();
            ImportOutcome outcome = ImportOutcome.whole(file.name(), "steno", flows);
            return new OpenedFile(folder, recorder, outcome, bytes(recorder));
        } catch (IOException | RuntimeException e) {
            recorder.close();
            throw e;
        }
    }

    private static OpenedFile imported(IncomingFile file, Path folder, Path session, String application)
            throws IOException {
        OfflineRecorder recorder = OfflineRecorder.open(session, false, application);
        try {
            ImportOutcome outcome = file.into(recorder.session(), session);
            recorder.session().awaitDurable();
            return new OpenedFile(folder, recorder, outcome, bytes(recorder));
        } catch (IOException | RuntimeException e) {
            recorder.close();
            throw e;
        }
    }

    private static long bytes(OfflineRecorder recorder) throws SessionException {
        try (SessionReader reader = recorder.session().reader()) {
            return reader.usage().bytes();
        }
    }

    @Override
    public String name() {
        return outcome.file();
    }

    @Override
    public Path file() {
        return recorder.session().store().file();
    }

    @Override
    public FlowSource flows() {
        return new SessionSource(recorder.session());
    }

    @Override
    public Map<String, @Nullable Object> figures() {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("flows", outcome.flows());
        figures.put("bytes", bytes);
        return figures;
    }

    @Override
    public void write(JsonGenerator json) {
        outcome.write(json);
        Json.property(json, "bytes", bytes);
    }

    @Override
    public String remedy() {
        return "import the file to work with its flows";
    }

    @Override
    public void close() throws IOException {
        try {
            recorder.finish();
        } finally {
            SideFolder.remove(folder);
        }
    }
}
