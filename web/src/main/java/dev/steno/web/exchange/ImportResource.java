package dev.steno.web.exchange;

import dev.steno.json.Json;
import dev.steno.session.Session;
import dev.steno.store.SessionReader;
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
                "Imports the request's bytes, a file of another tool or a session, into the session (format, name; salvage, all,"
                        + " resources; strict; a password in the field Steno-Password); returns what was lost, and the numbers between which its flows are.",
                this::load,
                true));
    }

    private ApiResponse load(ApiRequest request) throws IOException {
        Session recorder = session.recorder();
        try (IncomingFile file = IncomingFile.of(request)) {
            session.settle();
            long before = lastFlow();
            ImportOutcome done = file.into(recorder, recorder.store().file());
            long last = lastFlow();
            return ApiResponse.json(Json.bytes(json -> {
                json.writeStartObject();
                done.write(json);
                json.writeNumberProperty("from", before + 1);
                json.writeNumberProperty("to", last);
                json.writeEndObject();
            }));
        }
    }

    private long lastFlow() throws IOException {
        try (SessionReader reader = session.reader()) {
            return reader.lastFlow();
        }
    }
}
