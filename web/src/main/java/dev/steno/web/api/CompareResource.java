package dev.steno.web.api;

import dev.steno.compare.ComparedPart;
import dev.steno.compare.ComparedRow;
import dev.steno.compare.FlowComparison;
import dev.steno.flow.Flow;
import dev.steno.json.FlowJson;
import dev.steno.json.Json;
import dev.steno.store.FlowRow;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** What differs between flows. */
public final class CompareResource {
    private final RecordedContent content;

    public CompareResource(RecordedContent content) {
        this.content = content;
    }

    /** Returns the routes of this resource. It must come before those whose path has a variable at its place. */
    public List<Route> routes() {
        return List.of(new Route(
                "GET",
                "/api/v1/flows/compare",
                "Compares two to four flows: request, query, header fields, bodies and response.",
                this::compare));
    }

    private ApiResponse compare(ApiRequest request) throws IOException {
        List<Long> ids = ids(request.parameter("ids").orElse(""));
        List<Flow> flows = new ArrayList<>();
        for (long id : ids) {
            flows.add(content.flow(id));
        }
        List<FlowRow> rows = content.reader().rows(ids);
        List<ComparedPart> parts = FlowComparison.compare(content.reader(), flows);
        return ApiResponse.json(Json.bytes(json -> write(json, rows, parts)));
    }

    private static List<Long> ids(String text) {
        List<Long> ids = new ArrayList<>();
        for (String id : text.split(",", -1)) {
            if (!id.matches("[0-9]{1,18}")) {
                throw ApiProblem.badRequest("the parameter ids must be numbers of flows, such as 12,13, not " + text);
            }
            ids.add(Long.parseLong(id));
        }
        if (ids.size() < 2 || ids.size() > FlowComparison.MOST) {
            throw ApiProblem.badRequest(
                    "from two to " + FlowComparison.MOST + " flows can be compared, not " + ids.size());
        }
        return ids;
    }

    private static void write(JsonGenerator json, List<FlowRow> rows, List<ComparedPart> parts) {
        json.writeStartObject();
        json.writeArrayPropertyStart("flows");
        rows.forEach(new FlowJson(json)::write);
        json.writeEndArray();
        json.writeArrayPropertyStart("parts");
        parts.forEach(part -> write(json, part));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ComparedPart part) {
        json.writeStartObject();
        json.writeStringProperty("part", part.name());
        json.writeNumberProperty("omitted", part.omitted());
        json.writeArrayPropertyStart("rows");
        for (ComparedRow row : part.rows()) {
            json.writeStartObject();
            json.writeStringProperty("key", row.key());
            json.writeArrayPropertyStart("values");
            row.values().forEach(json::writeString);
            json.writeEndArray();
            json.writeBooleanProperty("same", row.same());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
