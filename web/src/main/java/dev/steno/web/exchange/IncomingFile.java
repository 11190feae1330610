package dev.steno.web.exchange;

import dev.steno.flow.Flow;
import dev.steno.interop.Formats;
import dev.steno.interop.SessionImport;
import dev.steno.interop.intake.DamagedFileException;
import dev.steno.interop.intake.FlowImporter;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.interop.loss.LossReport;
import dev.steno.session.FlowCopy;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.WorkStopped;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.UntilGone;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that arrives as the body of a request. Those of other tools are read while they arrive; a session of Steno, which must be
 * sought, is first written to the disk. For the thread of the request.
 */
public final class IncomingFile implements AutoCloseable {
    /** Upper bound on a file that is sent, in bytes. */
    private static final long LONGEST = 64L << 30;

    private static final ImportLimits LIMITS = ImportLimits.USUAL.withRead(LONGEST);
    private static final String SQLITE = "SQLite format 3\0";
    private static final int PAGE = 100;

    private final @Nullable FlowImporter format;
    private final ImportSource source;
    private final Progress progress;

    private IncomingFile(@Nullable FlowImporter format, ImportSource source, Progress progress) {
        this.format = format;
        this.source = source;
        this.progress = progress;
    }

    /**
     * Returns the file of a request, which may name it ({@code name}) and its format ({@code format}).
     *
     * @throws ApiProblem 400 if there is no such format
     */
    public static IncomingFile of(ApiRequest request) {
        String label = request.parameter("format").orElse("");
        FlowImporter format = label.isEmpty()
                ? null
                : Formats.importer(label)
                        .orElseThrow(() -> ApiProblem.badRequest(
                                "format must be one of " + Formats.importerLabels() + ", not " + label));
        String name = request.parameter("name").orElse("the file");
        return new IncomingFile(format, ImportSource.pipe(name, request.content(), LIMITS), new UntilGone(request));
    }

    /** Returns the name that the client gave. */
    public String name() {
        return source.name();
    }

    /** Whether the file is a session of Steno, or at least a database. */
    public boolean isSession() throws IOException {
        try {
            return format == null && source.preamble().startsWith(SQLITE);
        } catch (RefusedFileException e) {
            throw refused(e);
        }
    }

    /**
     * Reads the flows into a session, which may be recording at the same time.
     *
     * @param beside the session beside which a file is written that must be sought; null for temporary files
     * @throws ApiProblem 422 if nothing can be imported; the message says what to do
     */
    public ImportOutcome into(Session session, @Nullable Path beside) throws IOException {
        try {
            if (isSession()) {
                return copied(session, beside);
            }
            SessionImport.Imported done = SessionImport.run(source, format, session, ImportOptions.NONE, progress);
            return new ImportOutcome(done.file(), done.format().label(), done.flows(), done.damage(), done.losses());
        } catch (RefusedFileException e) {
            throw refused(e);
        } catch (WorkStopped e) {
            throw left(e);
        }
    }

    private ImportOutcome copied(Session session, @Nullable Path beside) throws IOException {
        Path folder = SideFolder.create(beside);
        try {
            Path file = saved(folder.resolve("import.steno"));
            try (SessionReader reader = SqliteSessionReader.open(file)) {
                return copied(reader, session);
            } catch (SessionException e) {
                throw problem(file, e);
            }
        } finally {
            SideFolder.remove(folder);
        }
    }

    private ImportOutcome copied(SessionReader reader, Session session) throws IOException {
        FlowCopy copy = new FlowCopy(reader, session);
        long flows = 0;
        String damage = null;
        try {
            long after = SessionReader.START;
            List<Flow> page;
            do {
                page = reader.page(after, PAGE, false);
                for (Flow flow : page) {
                    progress.check();
                    copy.copy(flow);
                    after = flow.id();
                    flows++;
                }
            } while (page.size() == PAGE);
        } catch (SessionException e) {
            if (flows == 0) {
                throw e;
            }
            damage = name() + ": " + e.getMessage();
        }
        copy.awaitDurable();
        return new ImportOutcome(name(), ExportOrder.STENO, flows, damage, new LossReport());
    }

    /** Writes the bytes of the file; compression around all of it is removed. */
    public Path saved(Path to) throws IOException {
        try (InputStream in = source.open();
                var out = Files.newOutputStream(to)) {
            byte[] buffer = new byte[64 << 10];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                progress.check();
                out.write(buffer, 0, n);
            }
        } catch (WorkStopped e) {
            throw left(e);
        }
        return to;
    }

    /** Returns a failure of a saved file as the client's, who knows it by its own name. */
    public ApiProblem problem(Path saved, SessionException e) {
        String message = String.valueOf(e.getMessage());
        return ApiProblem.of(422, message.replace(saved.toString(), name()));
    }

    private static ApiProblem refused(RefusedFileException e) {
        return ApiProblem.of(422, String.valueOf(e.getMessage()));
    }

    private static DamagedFileException left(WorkStopped e) {
        return new DamagedFileException("the client closed the connection; the flows before stay", e);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
