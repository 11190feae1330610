package dev.steno.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and what came back.
 *
 * @param response the final response; null until its head arrived
 * @param interim 1xx responses that came before it, without bodies
 * @param original the flow as it passed before its first edit; null where it was never edited
 */
public record HttpFlow(
        long id,
        int revision,
        FlowState state,
        long started,
        long duration,
        Peer client,
        @Nullable Peer server,
        HttpRequest request,
        @Nullable HttpResponse response,
        List<HttpResponse> interim,
        @Nullable FlowError error,
        Notes notes,
        @Nullable HttpFlow original)
        implements Flow {

    public HttpFlow {
        interim = List.copyOf(interim);
    }

    @Override
    public String kind() {
        return "http";
    }

    @Override
    public HttpFlow withNotes(Notes next) {
        return new HttpFlow(
                id,
                revision + 1,
                state,
                started,
                duration,
                client,
                server,
                request,
                response,
                interim,
                error,
                next,
                original);
    }

    @Override
    public HttpFlow interrupted() {
        return new HttpFlow(
                id,
                revision + 1,
                FlowState.INTERRUPTED,
                started,
                duration,
                client,
                server,
                request,
                response,
                interim,
                error,
                notes,
                original);
    }
}
