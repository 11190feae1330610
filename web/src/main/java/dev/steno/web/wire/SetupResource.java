package dev.steno.web.wire;

import dev.steno.json.Json;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a person needs to set a client up: how far it got, lines to copy, and the certificate. */
public final class SetupResource {
    private final Supplier<Map<String, @Nullable Object>> setup;
    private final Path ca;

    /**
     * @param setup what {@code /setup} answers; values as {@link Json#property} writes them. May block
     * @param ca the certificate that clients must trust
     */
    public SetupResource(Supplier<Map<String, @Nullable Object>> setup, Path ca) {
        this.setup = setup;
        this.ca = ca;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        "/api/v1/setup",
                        "Tells how far the first client got, and how clients are set up.",
                        request -> ApiResponse.json(Json.bytes(json -> Json.value(json, setup.get())))),
                new Route(
                        "GET",
                        "/api/v1/ca.pem",
                        "Returns the certificate that clients must trust.",
                        this::certificate));
    }

    private ApiResponse certificate(ApiRequest request) throws IOException {
        return ApiResponse.of(200, "application/x-pem-file", Files.readAllBytes(ca))
                .with("Content-Disposition", "attachment; filename=\"steno-ca.pem\"");
    }
}
