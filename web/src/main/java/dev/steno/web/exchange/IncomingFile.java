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
import dev.steno.interop.intake.Remedy;
import dev.steno.interop.loss.LossReport;
import dev.steno.session.FlowCopy;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.file.DatabaseHeader;
import dev.steno.store.Place;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.WorkStopped;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.UntilGone;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A file that arrives as the body of a request. Those of other tools are read while they arrive; a session of Steno, which must be
 * sought, is first written to the disk. For the thread of the request.
 */
public final class IncomingFile implements AutoCloseable {
    /** Upper bound on a file that is sent, in bytes. */
    private static final long LONGEST = 64L << 30;

    private static final ImportLimits LIMITS = ImportLimits.USUAL.withRead(LONGEST);
    private static final int PAGE = 100;
    private static final String PASSWORD = "Steno-Password";

    /** What programs are told; pages offer it. */
    private static final Map<Remedy, String> TO_DO = Map.of(
            Remedy.FORMAT,
            "name the format by the parameter format if it is one of these",
            Remedy.PASSWORD,
            "give it, percent-encoded, in the header field " + PASSWORD);

    private final @Nullable FlowImporter format;
    private final ImportSource source;
    private final ImportOptions options;
    private final boolean strict;
    private final Progress progress;

    private IncomingFile(
            @Nullable FlowImporter format,
            ImportSource source,
            ImportOptions options,
            boolean strict,
            Progress progress) {
        this.format = format;
        this.source = source;
        this.options = options;
        this.strict = strict;
        this.progress = progress;
    }

    /**
     * Returns the file of a request, which may name it ({@code name}) and its format ({@code format}), and ask what an import may
     * be asked for.
     *
     * @throws ApiProblem 400 if there is no such format or parameter
     */
    public static IncomingFile of(ApiRequest request) {
        request.takes("format", "name", "strict", "salvage", "all", "resources");
        String label = request.parameter("format").orElse("");
        FlowImporter format = label.isEmpty()
                ? null
                : Formats.importer(label)
                        .orElseThrow(() -> ApiProblem.badRequest(
                                "format must be one of " + Formats.importerLabels() + ", not " + label));
        String name = request.parameter("name").orElse("the file");
        ImportOptions options = new ImportOptions(
                request.isOn("all"), request.isOn("resources"), request.isOn("salvage"), null, password(request));
        return new IncomingFile(
                format,
                ImportSource.pipe(name, request.content(), LIMITS),
                options,
                request.isOn("strict"),
                new UntilGone(request));
    }

    /** A header field has it, since a query is written to logs. */
    private static @Nullable String password(ApiRequest request) {
        String sent = request.header(PASSWORD).orElse("");
        try {
            return sent.isEmpty() ? null : URLDecoder.decode(sent.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest(
                    "the field " + PASSWORD + " must be the password in percent-encoded UTF-8; a % in it is %25");
        }
    }

    /** Returns the name that the client gave. */
    public String name() {
        return source.name();
    }

    /** Whether the file is a session of Steno, or at least a database. */
    public boolean isSession() throws IOException {
        try {
            return format == null && source.preamble().startsWith(DatabaseHeader.MAGIC);
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
            return checked(outcome(SessionImport.run(source, format, session, options, progress)));
        } catch (RefusedFileException e) {
            throw refused(e);
        } catch (WorkStopped e) {
            throw left(e);
        }
    }

    private static ImportOutcome outcome(SessionImport.Imported done) {
        DamagedFileException ended = done.ended();
        return new ImportOutcome(
                done.file(),
                done.format().label(),
                done.flows(),
                ended == null ? null : ended.what(),
                ended == null ? null : name(ended.remedy()),
                done.losses());
    }

    /** Returns what a client may ask for besides, by the name of its parameter. */
    private static @Nullable String name(@Nullable Remedy remedy) {
        return remedy == null ? null : remedy.name().toLowerCase(Locale.ROOT);
    }

    /** @throws ApiProblem 422 if anything was lost, and that is not wanted */
    private ImportOutcome checked(ImportOutcome done) {
        if (strict && (done.damage() != null || done.losses().isLossy())) {
            String why = done.damage() != null
                    ? done.damage()
                    : done.losses().entries().stream()
                            .map(each ->
                                    each.loss().meaning() + " (" + each.times() + ", first at " + each.first() + ")")
                            .collect(Collectors.joining("; "));
            throw ApiProblem.of(422, done.file() + " is not imported without a loss, which strict refuses: " + why)
                    .with("flows", done.flows());
        }
        return done;
    }

    private ImportOutcome copied(Session session, @Nullable Path beside) throws IOException {
        Path folder = SideFolder.create(beside, copyName());
        try {
            Path file = saved(folder.resolve("import.steno"));
            try (SessionReader reader = SqliteSessionReader.open(file)) {
                return copied(reader, file, session);
            } catch (SessionException e) {
                throw problem(file, e);
            }
        } finally {
            SideFolder.remove(folder);
        }
    }

    private ImportOutcome copied(SessionReader reader, Path saved, Session session) throws IOException {
        FlowCopy copy = new FlowCopy(reader, session);
        long flows = 0;
        String damage = null;
        try {
            Place after = Place.START;
            List<Flow> page;
            do {
                page = reader.page(after, PAGE, false);
                for (Flow flow : page) {
                    progress.check();
                    copy.copy(flow);
                    after = Place.of(flow);
                    flows++;
                }
            } while (page.size() == PAGE);
        } catch (SessionException e) {
            if (flows == 0) {
                throw e;
            }
            damage = name() + ": " + named(saved, e);
        }
        copy.awaitDurable();
        return checked(new ImportOutcome(name(), ExportOrder.STENO, flows, damage, null, new LossReport()));
    }

    /** Returns what is written if the file must be sought, for messages. */
    public String copyName() {
        return "a copy of " + name();
    }

    /** Writes the bytes of the file to a {@link SideFolder}; compression around all of it is removed. */
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
        } catch (IOException e) {
            throw SideFolder.failure(copyName(), Objects.requireNonNull(to.getParent(), "it is in a folder"), e);
        }
        return to;
    }

    /** Returns a failure of a saved file as the client's, who knows it by its own name. */
    public ApiProblem problem(Path saved, SessionException e) {
        return ApiProblem.of(422, named(saved, e));
    }

    private String named(Path saved, SessionException e) {
        return String.valueOf(e.getMessage()).replace(saved.toString(), name());
    }

    private static ApiProblem refused(RefusedFileException e) {
        String remedy = name(e.remedy());
        if (remedy == null) {
            return ApiProblem.of(422, e.what());
        }
        return ApiProblem.of(422, e.what() + "; " + TO_DO.getOrDefault(e.remedy(), ""))
                .with("what", e.what())
                .with("remedy", remedy);
    }

    private static DamagedFileException left(WorkStopped e) {
        return new DamagedFileException("the client closed the connection; the flows before stay", e);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
