package dev.steno.web.api;

import dev.steno.json.Json;
import dev.steno.log.EventLog;
import dev.steno.log.LogLine;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import java.util.List;
import java.util.Locale;

/** The newest lines of the log of the running Steno. */
public final class LogResource {
    private final EventLog log;

    public LogResource(EventLog log) {
        this.log = log;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "GET",
                "/api/v1/log",
                "Returns the newest lines of the log, or those after a number (after); next is the number to go on with.",
                this::lines));
    }

    private ApiResponse lines(ApiRequest request) {
        long after = request.number("after", 0, 0, Long.MAX_VALUE);
        List<LogLine> lines = log.after(after);
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("lines");
            for (LogLine line : lines) {
                json.writeStartObject();
                json.writeNumberProperty("n", line.number());
                json.writeStringProperty("time", line.time().toString());
                json.writeStringProperty("level", line.level().name().toLowerCase(Locale.ROOT));
                json.writeStringProperty("subject", line.subject());
                json.writeStringProperty("text", line.text());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberProperty(
                    "next",
                    lines.isEmpty() ? after : lines.get(lines.size() - 1).number());
            json.writeNumberProperty("errors", log.errors());
            json.writeEndObject();
        }));
    }
}
