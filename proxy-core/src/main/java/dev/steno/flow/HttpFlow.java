package dev.steno.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request and its response. Immutable.
 *
 * @param response the final response; null until its head has arrived
 * @param interim the 1xx responses before the final one, without bodies
 * @param webSocket counters and close of the WebSocket; null if the connection was not upgraded to a WebSocket
 * @param holds the times in which a message was held, in order; the last one may last
 * @param original the flow with the messages as the peers sent them; null if no handler edited a message
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
        @Nullable WebSocket webSocket,
        List<Hold> holds,
        @Nullable HttpFlow original)
        implements Flow {

    public HttpFlow {
        interim = List.copyOf(interim);
        holds = List.copyOf(holds);
    }

    /** Creates a flow that was not held. */
    public HttpFlow(
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
            @Nullable WebSocket webSocket,
            @Nullable HttpFlow original) {
        this(
                id, revision, state, started, duration, client, server, request, response, interim, error, notes,
                webSocket, List.of(), original);
    }

    /** Creates a flow that is not a WebSocket and was not held. */
    public HttpFlow(
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
            @Nullable HttpFlow original) {
        this(
                id, revision, state, started, duration, client, server, request, response, interim, error, notes, null,
                original);
    }

    /** This flow with other holds. */
    public HttpFlow withHolds(List<Hold> next) {
        return new HttpFlow(
                id, revision, state, started, duration, client, server, request, response, interim, error, notes,
                webSocket, next, original);
    }

    @Override
    public String kind() {
        return "http";
    }

    @Override
    public long messages() {
        return webSocket == null ? 0 : webSocket.messages();
    }

    @Override
    public long sentByClient() {
        return request.body().trueSize()
                + (webSocket == null ? 0 : webSocket.client().bytes());
    }

    @Override
    public long sentByServer() {
        return (response == null ? 0 : response.body().trueSize())
                + (webSocket == null ? 0 : webSocket.server().bytes());
    }

    /** This flow with another request, for a handler to return in place of the flow it was given. */
    public HttpFlow withRequest(HttpRequest next) {
        return next(revision, state, next, response, notes);
    }

    /** This flow with another response, for a handler to return in place of the flow it was given. */
    public HttpFlow withResponse(@Nullable HttpResponse next) {
        return next(revision, state, request, next, notes);
    }

    /** This flow with other 1xx responses, at the same revision. */
    public HttpFlow withInterim(List<HttpResponse> next) {
        return new HttpFlow(
                id, revision, state, started, duration, client, server, request, response, next, error, notes,
                webSocket, holds, original);
    }

    /** This flow with other WebSocket counters, at the same revision. */
    public HttpFlow withWebSocket(@Nullable WebSocket next) {
        return new HttpFlow(
                id, revision, state, started, duration, client, server, request, response, interim, error, notes, next,
                holds, original);
    }

    @Override
    public HttpFlow withNotes(Notes next) {
        return next(revision + 1, state, request, response, next);
    }

    /** This flow with other notes, at the same revision. */
    public HttpFlow withMarks(Notes next) {
        return next(revision, state, request, response, next);
    }

    @Override
    public HttpFlow interrupted() {
        return next(revision + 1, FlowState.INTERRUPTED, request, response, notes);
    }

    private HttpFlow next(
            int nextRevision,
            FlowState nextState,
            HttpRequest nextRequest,
            @Nullable HttpResponse nextResponse,
            Notes nextNotes) {
        return new HttpFlow(
                id,
                nextRevision,
                nextState,
                started,
                duration,
                client,
                server,
                nextRequest,
                nextResponse,
                interim,
                error,
                nextNotes,
                webSocket,
                holds,
                original);
    }
}
