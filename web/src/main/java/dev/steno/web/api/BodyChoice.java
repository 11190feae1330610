package dev.steno.web.api;

import dev.steno.flow.Flow;
import dev.steno.look.FlowBody;
import dev.steno.store.BodyReader;
import dev.steno.web.http.ApiRequest;
import java.io.IOException;

/** Finds the body that a request asks for. Request threads; may block. */
public interface BodyChoice {
    /** @throws dev.steno.web.http.ApiProblem if there is no such body */
    Chosen of(ApiRequest request) throws IOException;

    /**
     * A body, and what it is read from.
     *
     * @param flow has the body
     */
    record Chosen(Flow flow, FlowBody body, BodyReader reader) {
        String part() {
            return body.ofRequest() ? "request" : "response";
        }
    }
}
