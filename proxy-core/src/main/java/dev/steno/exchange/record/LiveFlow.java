package dev.steno.exchange.record;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.flow.Body;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.Hold;
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
 * The mutable state from which the flow of an exchange is built. Publishes it at milestones: opened once, changed with
 * ascending revisions, closed once. An immutable {@link HttpFlow} is built only on demand, not for every change. Owned
 * by the exchange; on its event loop.
 *
 * <p>There are two kinds of setters. Those for data that a peer sent ({@link #setResponse}, {@link #endRequest} …) also
 * update the original, if there is one. Those for changes by a handler ({@link #applyEdit}, {@link #replaceResponse}) do not:
 * the first such change keeps the unchanged flow as the original.
 */
public final class LiveFlow {
    private final AddonRuntime addons;
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
    private Notes notes;
    private @Nullable String remarks;
    private @Nullable WebSocket webSocket;
    private List<Hold> holds = List.of();
    private @Nullable HttpFlow original;

    private boolean unrecorded;
    private boolean requestReplaced; // what follows of the request is not the client's, so the original does not change
    private boolean responseReplaced; // the same for the server's response
    private boolean opened;
    private @Nullable HttpFlow made;

    /** @param notes the notes that the flow begins with */
    public LiveFlow(AddonRuntime addons, Peer client, HttpRequest request, Notes notes) {
        this.addons = addons;
        this.id = addons.sequences().nextFlow();
        this.client = client;
        this.started = request.started();
        this.request = request;
        this.notes = notes;
    }

    // ---- reading

    /** The current flow. */
    public HttpFlow flow() {
        HttpFlow flow = made;
        if (flow == null) {
            flow = new HttpFlow(
                    id, revision, state, started, duration, client, server, request, response, interim, error, notes,
                    webSocket, holds, original);
            made = flow;
        }
        return flow;
    }

    public long id() {
        return id;
    }

    public HttpRequest request() {
        return request;
    }

    @Nullable
    public HttpResponse response() {
        return response;
    }

    /** Returns when the head of the request or the response arrived; {@link Times#UNSET} if there is none yet. */
    public long headArrived(boolean ofRequest) {
        return ofRequest ? request.started() : response == null ? Times.UNSET : response.started();
    }

    @Nullable
    public FlowError error() {
        return error;
    }

    public boolean isClosed() {
        return state != FlowState.OPEN;
    }

    // ---- publishing

    /** Excludes this flow from the record: no revision is published. Must be called before the first is. */
    public void leaveUnrecorded() {
        unrecorded = true;
    }

    private void publishEvent(FlowEvent event) {
        if (!unrecorded) {
            addons.facts().publish(event);
        }
    }

    /** Publishes the first revision; does nothing if it was published already. */
    public void publishOpened() {
        if (!opened) {
            publish();
        }
    }

    /** Publishes the current flow as the next revision; does nothing once it is closed. */
    public void publish() {
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

    /**
     * Publishes the last revision. Called once.
     *
     * @param failure null if the exchange succeeded
     */
    public void publishClosed(@Nullable FlowError failure) {
        publishOpened();
        revision++;
        state = failure == null ? FlowState.COMPLETE : FlowState.FAILED;
        duration = System.nanoTime() - startedAt;
        error = failure;
        made = null;
        publishEvent(new FlowEvent.Closed(flow()));
    }

    // ---- what the peers sent

    public void setServer(Peer connected) {
        server = connected;
        made = null;
    }

    /** @param soFar the part of the request's body that is stored so far */
    public void setRequestBody(Body soFar) {
        request = request.withBody(soFar);
        if (original != null && !requestReplaced) {
            original = original.withRequest(original.request().withBody(soFar));
        }
        made = null;
    }

    public void endRequest(Body whole, @Nullable Headers trailers) {
        long now = Times.now();
        request = request.ended(whole, trailers, now);
        if (original != null && !requestReplaced) {
            original = original.withRequest(original.request().ended(whole, trailers, now));
        }
        made = null;
    }

    /**
     * An interim response came and was sent.
     *
     * @param sent what handlers made of it; null if they omitted it
     */
    public void addInterim(HttpResponse came, @Nullable HttpResponse sent) {
        if (original == null && came != sent) {
            original = flow();
        }
        if (original != null) {
            original = original.withInterim(appended(original.interim(), came));
        }
        if (sent != null) {
            interim = appended(interim, sent);
        }
        made = null;
    }

    private static List<HttpResponse> appended(List<HttpResponse> before, HttpResponse next) {
        List<HttpResponse> all = new ArrayList<>(before);
        all.add(next);
        return List.copyOf(all);
    }

    public void setResponse(HttpResponse head) {
        response = head;
        if (original != null) {
            original = original.withResponse(head);
        }
        made = null;
    }

    /** @param soFar the part of the response's body that is stored so far */
    public void setResponseBody(Body soFar) {
        updateResponse(now -> now.withBody(soFar));
        made = null;
    }

    public void endResponse(Body whole, @Nullable Headers trailers) {
        long now = Times.now();
        updateResponse(head -> head.ended(whole, trailers, now));
        made = null;
    }

    /** Updates the response, and that of the original if a message was edited; both must have begun. */
    private void updateResponse(UnaryOperator<HttpResponse> update) {
        response = update.apply(Objects.requireNonNull(response, "no response has begun"));
        if (original != null && !responseReplaced) {
            HttpResponse sent = Objects.requireNonNull(original.response(), "the original has no response");
            original = original.withResponse(update.apply(sent));
        }
    }

    /** Notes an anomaly of a message; see {@link Notes#ODD}. */
    public void addRemark(String what) {
        if (remarks != null && remarks.length() > Notes.LONGEST_ODD) {
            return; // further anomalies are dropped: a peer must not be able to grow the flow without bound
        }
        remarks = remarks == null ? what : remarks + "; " + what;
        notes = notes.withOdd(remarks);
        made = null;
    }

    /** A handler's notes, with the current remarks. */
    private Notes remarked(Notes given) {
        return remarks == null ? given : given.withOdd(remarks);
    }

    /** @param soFar the current counters, for an exchange that continues as a WebSocket */
    public void setWebSocket(WebSocket soFar) {
        webSocket = soFar;
        made = null;
    }

    // ---- holds

    public void beginHold(Hold hold) {
        holds = Hold.begun(holds, hold);
        made = null;
    }

    public void endHold(Hold.Outcome outcome, String by) {
        holds = Hold.lastEnded(holds, outcome, by);
        made = null;
    }

    /** The latest hold; null if the flow was never held. */
    @Nullable
    public Hold lastHold() {
        return holds.isEmpty() ? null : holds.get(holds.size() - 1);
    }

    // ---- what handlers changed

    /** Applies a handler's messages and notes; a handler cannot change any other part of a flow. */
    public void applyEdit(HttpRequest nextRequest, @Nullable HttpResponse nextResponse, Notes nextNotes) {
        if (original == null
                && !((nextRequest == request || nextRequest.equals(request))
                        && Objects.equals(nextResponse, response))) {
            original = flow();
        }
        request = nextRequest;
        response = nextResponse;
        notes = remarked(nextNotes);
        made = null;
    }

    /** The handler's notes if they differ from those that it was given; otherwise the current ones. */
    public Notes merged(Notes shown, Notes after) {
        return after == shown || after.equals(shown) ? notes : after;
    }

    /**
     * Applies the notes of a handler that was shown a message after it was forwarded; such a handler can change only
     * notes.
     */
    public void applyNotes(Notes shown, Notes after) {
        if (after != shown && !after.equals(shown) && !isClosed()) {
            notes = remarked(after);
            publish();
        }
    }

    /** Updates the notes, while a body passes; they are published with the next milestone. */
    public void updateNotes(UnaryOperator<Notes> update) {
        Notes next = update.apply(notes);
        if (next != notes) {
            notes = remarked(next);
            made = null;
        }
    }

    /** Another request takes the place of the client's, which is kept in the original. */
    public void replaceRequest(HttpRequest next) {
        applyEdit(next, response, notes);
        requestReplaced = true;
    }

    /** Another response takes the place of the server's, which is kept in the original. */
    public void replaceResponse(HttpResponse next) {
        applyEdit(request, next, notes);
        responseReplaced = true;
    }

    /** Handlers change the body of a message that is being forwarded: the flow before that is kept as the original. */
    public void keepOriginal() {
        if (original == null) {
            original = flow();
        }
    }

    /** Updates a message of the original whose body arrives while another is sent. */
    public void updateOriginal(UnaryOperator<HttpFlow> update) {
        original = update.apply(Objects.requireNonNull(original, "no message was changed"));
        made = null;
    }

    public void setAnsweredBy(String who) {
        notes = notes.withMetadata(Notes.ANSWERED_BY, who);
        made = null;
    }

    public void setError(FlowError failure) {
        error = failure;
        made = null;
    }
}
