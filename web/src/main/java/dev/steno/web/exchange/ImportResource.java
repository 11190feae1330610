package dev.steno.web.exchange;

import dev.steno.json.Json;
import dev.steno.session.Session;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.util.List;

/** Imports a file of another tool, or another session, into the session that is being recorded. */
public final class ImportResource {
    private final RecordedSession session;

    public ImportResource(RecordedSession session) {
        this.session = session;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "POST",
                "/api/v1/import",
                "Imports the request's bytes, a file of another tool or a session, into the session (format, name); returns what"
                        + " was lost.",
                this::load,
                true));
    }

    private ApiResponse load(ApiRequest request) throws IOException {
        Session recorder = session.recorder();
        try (IncomingFile file = IncomingFile.of(request)) {
            ImportOutcome done = file.into(recorder, recorder.store().file());
            return ApiResponse.json(Json.bytes(json -> {
                json.writeStartObject();
                done.write(json);
                json.writeEndObject();
            }));
        }
    }
}
