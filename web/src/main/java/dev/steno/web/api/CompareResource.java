package dev.steno.web.api;

import dev.steno.compare.ComparedPart;
import dev.steno.compare.ComparedRow;
import dev.steno.compare.FlowComparison;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
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
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/** What differs between flows. */
public final class CompareResource {
    private static final Pattern ONE = Pattern.compile("(?<id>[0-9.]{1,30})(?:@(?<revision>original|[0-9]{1,9}))?");

    private final RecordedContent content;

    public CompareResource(RecordedContent content) {
        this.content = content;
    }

    /** Returns the routes of this resource. It must come before those whose path has a variable at its place. */
    public List<Route> routes() {
        return List.of(new Route(
                "GET",
                "/api/v1/flows/compare",
                "Compares two to four flows, or revisions such as 12@0 and 12@original: request, query, header fields,"
                        + " bodies and response.",
                this::compare));
    }

    private ApiResponse compare(ApiRequest request) throws IOException {
        List<Flow> flows = flows(request.parameter("ids").orElse(""));
        List<FlowRow> rows = flows.stream().map(FlowRow::of).toList();
        List<ComparedPart> parts = FlowComparison.compare(content.reader(), flows);
        return ApiResponse.json(Json.bytes(json -> write(json, rows, parts)));
    }

    private List<Flow> flows(String text) throws IOException {
        String[] asked = text.split(",", -1);
        if (asked.length < 2 || asked.length > FlowComparison.MOST) {
            throw ApiProblem.badRequest(
                    "from two to " + FlowComparison.MOST + " flows can be compared, not " + asked.length);
        }
        List<Flow> flows = new ArrayList<>();
        for (String one : asked) {
            Matcher parts = ONE.matcher(one);
            OptionalLong id = parts.matches() ? FlowNumber.parse(parts.group("id")) : OptionalLong.empty();
            if (id.isEmpty()) {
                throw ApiProblem.badRequest("the parameter ids must be numbers of flows, such as 12,13, or revisions,"
                        + " such as 12@original,12@0,12, not " + text);
            }
            flows.add(content.flow(id.getAsLong(), Objects.requireNonNullElse(parts.group("revision"), "")));
        }
        return flows;
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
        json.writeStringProperty("note", part.note());
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
