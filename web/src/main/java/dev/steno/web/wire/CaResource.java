package dev.steno.web.wire;

import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The certificate that clients must trust. */
public final class CaResource {
    private final Path ca;

    public CaResource(Path ca) {
        this.ca = ca;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "GET", "/api/v1/ca.pem", "Returns the certificate that clients must trust.", this::certificate));
    }

    private ApiResponse certificate(ApiRequest request) throws IOException {
        return ApiResponse.of(200, "application/x-pem-file", Files.readAllBytes(ca))
                .with("Content-Disposition", "attachment; filename=\"steno-ca.pem\"");
    }
}
