package dev.steno.exchange;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.flow.Body;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The flow of an exchange as it grows, published at its milestones: once opened, changed with rising revisions, once closed.
 * A flow is made when somebody looks, not at every step. On the exchange's event loop.
 *
 * <p>Two hands write it. What the peers sent ({@link #setResponse}, {@link #endRequest} …) also goes to the original, where
 * there is one; what handlers made of it ({@link #applyEdit}, {@link #setAnswer}) does not, and begins the original.
 */
final class LiveFlow {
    private final AddonRuntime buses;
    private final long id;
    private final Peer client;
    private final long started;
    private final long startedAt = System.nanoTime();

    private int revision = 1;
    private FlowState state = FlowState.OPEN;
    private long duration = Times.UNSET;
    private @Nullable Peer server;
    private HttpRequest request;
    private @Nullable HttpResponse response;
    private List<HttpResponse> interim = List.of();
    private @Nullable FlowError error;
    private Notes notes = Notes.NONE;
    private @Nullable String remarks;
    private @Nullable WebSocket webSocket;
    private @Nullable HttpFlow original;

    private boolean unrecorded;
    private boolean opened;
    private @Nullable HttpFlow made;

    LiveFlow(AddonRuntime buses, Peer client, HttpRequest request) {
        this.buses = buses;
        this.id = buses.sequences().nextFlow();
        this.client = client;
        this.started = request.started();
        this.request = request;
    }

    // ---- what it is

    /** The flow as it is now. */
    HttpFlow flow() {
        HttpFlow flow = made;
        if (flow == null) {
            flow = new HttpFlow(
                    id, revision, state, started, duration, client, server, request, response, interim, error, notes,
                    webSocket, original);
            made = flow;
        }
        return flow;
    }

    long id() {
        return id;
    }

    HttpRequest request() {
        return request;
    }

    @Nullable
    HttpResponse response() {
        return response;
    }

    @Nullable
    FlowError error() {
        return error;
    }

    boolean isClosed() {
        return state != FlowState.OPEN;
    }

    // ---- what is published

    /** Nobody is told of this flow. Called before anything is published. */
    void leaveUnrecorded() {
        unrecorded = true;
    }

    private void publishEvent(FlowEvent event) {
        if (!unrecorded) {
            buses.facts().publish(event);
        }
    }

    /** Publishes the flow's first revision, if that was not done. */
    void publishOpened() {
        if (!opened) {
            publish();
        }
    }

    /** Publishes the flow as it is now; nothing once it is closed. */
    void publish() {
        if (isClosed()) {
            return;
        }
        if (opened) {
            revision++;
            made = null;
            publishEvent(new FlowEvent.Changed(flow()));
        } else {
            opened = true;
            publishEvent(new FlowEvent.Opened(flow()));
        }
    }

    /** Publishes the flow's last revision. Called once. */
    void publishClosed(@Nullable FlowError failure) {
        publishOpened();
        revision++;
        state = failure == null ? FlowState.COMPLETE : FlowState.FAILED;
        duration = System.nanoTime() - startedAt;
        error = failure;
        made = null;
        publishEvent(new FlowEvent.Closed(flow()));
    }

    // ---- what the peers sent

    void setServer(Peer connected) {
        server = connected;
        made = null;
    }

    /** The request's body as far as it came. */
    void setRequestBody(Body soFar) {
        request = request.withBody(soFar);
        if (original != null) {
            original = original.withRequest(original.request().withBody(soFar));
        }
        made = null;
    }

    void endRequest(Body whole, @Nullable Headers trailers) {
        long now = Times.now();
        request = request.ended(whole, trailers, now);
        if (original != null) {
            original = original.withRequest(original.request().ended(whole, trailers, now));
        }
        made = null;
    }

    void addInterim(HttpResponse next) {
        List<HttpResponse> all = new ArrayList<>(interim);
        all.add(next);
        interim = List.copyOf(all);
        made = null;
    }

    void setResponse(HttpResponse head) {
        response = head;
        if (original != null) {
            original = original.withResponse(head);
        }
        made = null;
    }

    /** The response's body as far as it came. */
    void setResponseBody(Body soFar) {
        updateResponse(now -> now.withBody(soFar));
        made = null;
    }

    void endResponse(Body whole, @Nullable Headers trailers) {
        long now = Times.now();
        updateResponse(head -> head.ended(whole, trailers, now));
        made = null;
    }

    /** Updates the response, and that of the original if a message was edited; both must have begun. */
    private void updateResponse(UnaryOperator<HttpResponse> update) {
        response = update.apply(Objects.requireNonNull(response, "no response has begun"));
        if (original != null) {
            HttpResponse sent = Objects.requireNonNull(original.response(), "the original has no response");
            original = original.withResponse(update.apply(sent));
        }
    }

    /** Something about a message was odd. */
    void addRemark(String what) {
        if (remarks != null && remarks.length() > Notes.LONGEST_ODD) {
            return; // what a peer sends must not grow the flow without a bound
        }
        remarks = remarks == null ? what : remarks + "; " + what;
        notes = notes.withOdd(remarks);
        made = null;
    }

    /** Notes that a handler gave, with the remarks there are by now. */
    private Notes remarked(Notes given) {
        return remarks == null ? given : given.withOdd(remarks);
    }

    /** The connection is a WebSocket by now, on which so much passed. */
    void setWebSocket(WebSocket soFar) {
        webSocket = soFar;
        made = null;
    }

    // ---- what others made of it

    /** Takes over a handler's messages and notes; everything else of a flow is not a handler's to change. */
    void applyEdit(HttpRequest nextRequest, @Nullable HttpResponse nextResponse, Notes nextNotes) {
        if (original == null && !(nextRequest.equals(request) && Objects.equals(nextResponse, response))) {
            original = flow();
        }
        request = nextRequest;
        response = nextResponse;
        notes = remarked(nextNotes);
        made = null;
    }

    /** The notes after a handler that was shown some: its own where it changed them, else those there are by now. */
    Notes merged(Notes shown, Notes after) {
        return after.equals(shown) ? notes : after;
    }

    /** Takes over the notes of a handler that saw a message after it passed: all that can still change. */
    void applyNotes(Notes shown, Notes after) {
        if (!after.equals(shown) && !isClosed()) {
            notes = remarked(after);
            publish();
        }
    }

    /** What a handler answered in the server's place; a response that the server gave stays in the original. */
    void setAnswer(HttpResponse answer) {
        if (response != null) {
            applyEdit(request, answer, notes);
        } else {
            response = answer;
            made = null;
        }
    }

    void setError(FlowError failure) {
        error = failure;
        made = null;
    }
}
