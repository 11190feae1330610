package dev.steno.web.api;

import dev.steno.json.Json;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the running Steno is and does. */
public final class StatusResource {
    private final Source source;

    public StatusResource(Source source) {
        this.source = source;
    }

    /** Tells the state of the running Steno. Called on a thread that may block. */
    @FunctionalInterface
    public interface Source {
        /** Returns the members of the status, in order; values as {@link Json#property} writes them. */
        Map<String, @Nullable Object> status();

        /** Returns further members, which the resource tells and live channels do not follow. */
        default Map<String, @Nullable Object> details() {
            return Map.of();
        }
    }

    private Map<String, @Nullable Object> all() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(source.status());
        all.putAll(source.details());
        return all;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "GET",
                "/api/v1/status",
                "Tells what the running Steno records and where it listens.",
                request -> ApiResponse.json(Json.bytes(json -> Json.value(json, all())))));
    }
}
