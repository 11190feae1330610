package dev.steno.web.api;

import dev.steno.look.LookRequest;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import java.io.IOException;
import java.util.List;

/** Bodies as views for people show them. */
public final class LookResource {
    private final RecordedContent content;

    public LookResource(RecordedContent content) {
        this.content = content;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "GET",
                "/api/v1/flows/{id}/{part}/look",
                "Shows the body of the request or the response by a view, as text or as spans.",
                this::look));
    }

    private ApiResponse look(ApiRequest request) throws IOException {
        LookRequest how = LookJson.request(request);
        return LookJson.response(
                content.looks().look(content.reader(), content.body(request), how), request.isOn("spans"));
    }
}
