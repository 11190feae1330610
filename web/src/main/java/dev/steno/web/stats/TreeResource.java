package dev.steno.web.stats;

import dev.steno.filter.Filter;
import dev.steno.filter.TextField;
import dev.steno.json.Json;
import dev.steno.stats.FlowScope;
import dev.steno.stats.Question;
import dev.steno.stats.SiteTree;
import dev.steno.stats.Statistics;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.util.List;

/** The tree of hosts and paths, opened node by node. */
public final class TreeResource {
    private final StatsQuery query;

    public TreeResource(Statistics statistics, RecordedSession session) {
        this.query = new StatsQuery(statistics, session);
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "GET",
                "/api/v1/tree",
                "Lists the children of a node of the tree of hosts and paths (path, from); the root without a path.",
                this::children));
    }

    private ApiResponse children(ApiRequest request) throws IOException {
        String path = request.parameter("path").orElse("");
        long from = request.number("from", 0, 0, Integer.MAX_VALUE);
        SiteTree.Answer answer = query.answer(
                request,
                selection(request, path),
                new Question<>(List.of("tree", path, from), () -> new SiteTree(path, from)));
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("nodes");
            for (SiteTree.Node node : answer.nodes()) {
                json.writeStartObject();
                json.writeStringProperty("name", node.name());
                json.writeStringProperty("path", node.path());
                json.writeNumberProperty("flows", node.flows());
                json.writeNumberProperty("errors", node.errors());
                json.writeNumberProperty("bytes", node.bytes());
                Json.property(json, "p95", StatsResource.millis(node.p95()));
                json.writeBooleanProperty("leaf", node.leaf());
                json.writeStringProperty("filter", node.filter().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberProperty("more", answer.more());
            json.writeEndObject();
        }));
    }

    /** Below the root only the flows of the host are read. */
    private FlowScope selection(ApiRequest request, String path) {
        if (path.isEmpty()) {
            return query.flows(request);
        }
        int slash = path.indexOf('/');
        Filter host = new Filter.Equals(TextField.HOST, slash < 0 ? path : path.substring(0, slash));
        return query.filter(request)
                .map(filter -> filter instanceof Filter.All ? host : new Filter.And(List.of(filter, host)))
                .map(FlowScope::of)
                .orElseGet(() -> query.flows(request));
    }
}
