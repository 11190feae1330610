package dev.steno.web.wire;

import dev.steno.addon.PassThrough;
import dev.steno.flow.Times;
import dev.steno.json.Json;
import dev.steno.text.Timestamps;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Problem;
import dev.steno.web.http.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The decisions to pass connections of a client to a server through without decryption. */
public final class PassThroughResource {
    private final Supplier<List<PassThrough>> decisions;
    private final ToIntFunction<Predicate<PassThrough>> revoke;

    /** @param revoke ends the decisions that match, and returns their number */
    public PassThroughResource(Supplier<List<PassThrough>> decisions, ToIntFunction<Predicate<PassThrough>> revoke) {
        this.decisions = decisions;
        this.revoke = revoke;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        "/api/v1/passthrough",
                        "Lists the clients whose connections to a server pass through without decryption.",
                        request -> list()),
                new Route(
                        "DELETE",
                        "/api/v1/passthrough/{host}",
                        "Intercepts new connections to a server again (client; with or without a port, * for all).",
                        this::remove));
    }

    private ApiResponse list() {
        List<Map<String, @Nullable Object>> passed = new ArrayList<>();
        for (PassThrough one : decisions.get()) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("client", one.client());
            row.put("host", one.host());
            row.put("reason", "the client " + one.reason());
            row.put("since", Timestamps.iso(one.since()));
            row.put("used", one.used());
            row.put("last_used", Times.isSet(one.lastUsed()) ? Timestamps.iso(one.lastUsed()) : null);
            passed.add(row);
        }
        return ApiResponse.json(Json.bytes(json -> Json.value(json, Map.of("passed", passed))));
    }

    private ApiResponse remove(ApiRequest request) {
        String host = request.variable("host").toLowerCase(Locale.ROOT);
        String client = request.parameter("client").orElse("");
        int count = revoke.applyAsInt(one -> (client.isEmpty() || one.client().equals(client))
                && (host.equals("*")
                        || one.host().equals(host)
                        || one.host().substring(0, one.host().lastIndexOf(':')).equals(host)));
        if (count == 0) {
            throw Problem.notFound("no client passes through to " + host);
        }
        return ApiResponse.json(Json.bytes(json -> Json.value(json, Map.of("count", count))));
    }
}
