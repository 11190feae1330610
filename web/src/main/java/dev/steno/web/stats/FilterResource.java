package dev.steno.web.stats;

import dev.steno.completion.FilterProposals;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.json.Json;
import dev.steno.stats.Statistics;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import java.util.List;

/** Completion and checks of filters while they are typed. */
public final class FilterResource {
    private final FilterProposals proposals;

    public FilterResource(Statistics statistics) {
        this.proposals = new FilterProposals(statistics);
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        "/api/v1/filter/complete",
                        "Completes a filter (text) at the cursor (at) with words and values of the session.",
                        this::complete),
                new Route(
                        "GET",
                        "/api/v1/filter/check",
                        "Tells whether a filter (text) is valid, and where it is not.",
                        this::check));
    }

    private ApiResponse complete(ApiRequest request) {
        String text = request.parameter("text").orElse("");
        int at = (int) request.number("at", text.length(), 0, text.length());
        FilterProposals.Answer answer = proposals.at(text.substring(0, at));
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberProperty("from", answer.from());
            json.writeNumberProperty("to", at);
            json.writeArrayPropertyStart("items");
            for (FilterProposals.Proposal each : answer.proposals()) {
                json.writeStartObject();
                json.writeStringProperty("text", each.text());
                json.writeStringProperty("label", each.label());
                json.writeStringProperty("kind", each.kind());
                if (each.count() > 0) {
                    json.writeNumberProperty("count", each.count());
                }
                json.writeStringProperty("help", each.help());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private ApiResponse check(ApiRequest request) {
        String text = request.parameter("text").orElse("");
        FilterSyntaxException wrong = null;
        try {
            if (!text.isBlank()) {
                FilterParser.parse(text);
            }
        } catch (FilterSyntaxException e) {
            wrong = e;
        }
        FilterSyntaxException found = wrong;
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeBooleanProperty("valid", found == null);
            if (found != null) {
                json.writeNumberProperty("column", found.column());
                json.writeStringProperty("found", found.found());
                json.writeStringProperty("expected", found.expected());
                json.writeStringProperty("detail", String.valueOf(found.getMessage()));
            }
            json.writeEndObject();
        }));
    }
}
