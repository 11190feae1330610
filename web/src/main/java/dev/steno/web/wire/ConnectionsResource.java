package dev.steno.web.wire;

import dev.steno.flow.Times;
import dev.steno.json.FlowIdJson;
import dev.steno.json.Json;
import dev.steno.stats.ConnectionSums;
import dev.steno.store.SessionReader;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The connections of clients, from the flows that passed on them. */
public final class ConnectionsResource {
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
        List<ConnectionSums> rows;
        try (SessionReader reader = session.reader()) {
            rows = ConnectionSums.newest(reader, limit, request::isGone);
        }
        Set<String> connected = open.get();
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("connections");
            for (ConnectionSums row : rows) {
                write(json, row, connected.contains(row.client()));
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    /** @param open whether a client with its address is connected; the newest connection of an address is open */
    private static void write(JsonGenerator json, ConnectionSums row, boolean open) {
        json.writeStartObject();
        FlowIdJson.property(json, "id", row.id());
        json.writeStringProperty("client", row.client());
        Json.property(json, "server", row.server());
        json.writeStringProperty("host", row.host());
        Json.property(json, "alpn", row.alpn());
        Json.property(json, "tls_client", row.tlsOfClient());
        Json.property(json, "tls_server", row.tlsOfServer());
        json.writeNumberProperty("flows", row.flows());
        json.writeNumberProperty("bytes_up", row.up());
        json.writeNumberProperty("bytes_down", row.down());
        Json.property(json, "started", micros(row.started()));
        Json.property(json, "ended", open ? null : micros(row.ended()));
        Json.property(json, "end", row.error() != null ? row.error() : open ? null : "closed");
        json.writeEndObject();
    }

    private static @Nullable Long micros(long nanos) {
        return Times.isSet(nanos) ? TimeUnit.NANOSECONDS.toMicros(nanos) : null;
    }
}
