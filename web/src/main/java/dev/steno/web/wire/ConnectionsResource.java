package dev.steno.web.wire;

import dev.steno.flow.Flow;
import dev.steno.json.Json;
import dev.steno.store.SessionReader;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The connections of clients, from the flows that passed on them. Connections are no rows of a session, so the newest flows
 * are read, at most {@value #FLOWS}.
 */
public final class ConnectionsResource {
    private static final int FLOWS = 5_000;
    private static final int PAGE = 250;
    private static final int USUAL = 500;
    private static final int MOST = 1_000;

    private final RecordedSession session;
    private final Supplier<Set<String>> open;

    /** @param open supplies the addresses of the clients that are connected, as {@code ip:port} */
    public ConnectionsResource(RecordedSession session, Supplier<Set<String>> open) {
        this.session = session;
        this.open = open;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "GET", "/api/v1/connections", "Lists the newest connections of clients (limit).", this::list));
    }

    private ApiResponse list(ApiRequest request) throws IOException {
        int limit = (int) request.number("limit", USUAL, 1, MOST);
        session.settle();
        Map<Long, ConnectionRow> rows = new LinkedHashMap<>();
        try (SessionReader reader = session.reader()) {
            long after = SessionReader.START;
            int read = 0;
            List<Flow> page;
            do {
                page = reader.page(after, PAGE, true);
                for (Flow flow : page) {
                    after = flow.id();
                    ConnectionRow row = rows.get(flow.client().connection());
                    if (row == null && rows.size() < limit) {
                        row = new ConnectionRow(flow);
                        rows.put(flow.client().connection(), row);
                    }
                    if (row != null) {
                        row.add(flow);
                    }
                }
                read += page.size();
            } while (!page.isEmpty() && read < FLOWS && !request.isGone());
        }
        return answer(new ArrayList<>(rows.values()));
    }

    private ApiResponse answer(List<ConnectionRow> rows) {
        Set<String> connected = open.get();
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("connections");
            for (ConnectionRow row : rows) {
                row.write(json, connected);
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }
}
