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

    private final String base;
    private final BodyChoice choice;

    /** @param base what precedes {@code /look} in the paths */
    LookResource(RecordedContent content, String base, BodyChoice choice) {
        this.content = content;
        this.base = base;
        this.choice = choice;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "GET",
                base + "/look",
                "Shows the body of the request or the response by a view, as text or as spans.",
                this::look));
    }

    private ApiResponse look(ApiRequest request) throws IOException {
        LookRequest how = LookJson.request(request);
        BodyChoice.Chosen chosen = choice.of(request);
        return LookJson.response(content.looks().look(chosen.reader(), chosen.body(), how), request.isOn("spans"));
    }
}
