package dev.steno.web.exchange;

import dev.steno.interop.Formats;
import dev.steno.interop.ImportJson;
import dev.steno.interop.SessionImport;
import dev.steno.interop.intake.DamagedFileException;
import dev.steno.interop.intake.FlowImporter;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.json.Json;
import dev.steno.session.Session;
import dev.steno.store.WorkStopped;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.util.List;

/** Imports a file of another tool into the session that is being recorded, while it arrives. */
public final class ImportResource {
    /** Upper bound on a file that is sent, in bytes. */
    private static final long LONGEST = 64L << 30;

    private static final ImportLimits LIMITS = ImportLimits.USUAL.withRead(LONGEST);

    private final RecordedSession session;

    public ImportResource(RecordedSession session) {
        this.session = session;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "POST",
                "/api/v1/import",
                "Imports the request's bytes, a file of another tool, into the session (format, name); returns what was lost.",
                this::load,
                true));
    }

    private ApiResponse load(ApiRequest request) throws IOException {
        String label = request.parameter("format").orElse("");
        FlowImporter format = label.isEmpty()
                ? null
                : Formats.importer(label)
                        .orElseThrow(() -> ApiProblem.badRequest(
                                "format must be one of " + Formats.importerLabels() + ", not " + label));
        Session recorder = session.recorder();
        try (ImportSource source =
                ImportSource.pipe(request.parameter("name").orElse("the file"), request.content(), LIMITS)) {
            SessionImport.Imported done =
                    SessionImport.run(source, format, recorder, ImportOptions.NONE, new UntilGone(request));
            return ApiResponse.json(Json.bytes(json -> ImportJson.write(json, done)));
        } catch (RefusedFileException e) {
            throw ApiProblem.of(422, String.valueOf(e.getMessage()));
        } catch (WorkStopped e) {
            throw new DamagedFileException("the client closed the connection; the flows before stay", e);
        }
    }
}
