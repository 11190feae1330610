package dev.steno.exchange;

import dev.steno.addon.End;
import dev.steno.addon.FlowActionException;
import dev.steno.addon.Hook;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.body.EventInjection;
import dev.steno.exchange.body.InjectedEvents;
import dev.steno.exchange.head.Framing;
import dev.steno.exchange.head.HopByHop;
import dev.steno.flow.Body;
import dev.steno.flow.BodySource;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.NewEvent;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import dev.steno.flow.TrailerRoom;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The transfer of an exchange's response to the client. On the exchange's event loop. */
final class ResponseTransfer extends MessageTransfer implements InjectedEvents.Owner {
    private boolean bodiless; // the status allows no body, even if the server sends one
    private long bodySent; // bytes
    private long cutAt; // bytes of the body; matters if there is an error
    private End cutEnd = End.CLOSE; // ends the exchange in place of the response's end
    private @Nullable FlowError cutError; // why
    private @Nullable InterimResponses interims; // null if there were none
    private @Nullable InjectedEvents events; // null if the response is no event stream

    ResponseTransfer(ExchangeScope exchange) {
        super(exchange, Hook.RESPONSE_HEAD, Hook.RESPONSE);
    }

    /**
     * A 1xx response was read. Ignored once the final response has begun.
     *
     * @param continued whether the client was sent a 100 by the proxy; the server's is only recorded then
     */
    void receiveInterim(HttpResponse interim, boolean continued) {
        if (stage() == TransferStage.AWAITING_HEAD) {
            if (continued && interim.status() == 100) {
                flow.addInterim(interim, interim);
                return;
            }
            if (interims == null) {
                interims =
                        new InterimResponses(exchange, sent -> wire.sendInterim(sent.withHeaders(forwarded("", sent))));
            }
            interims.receive(interim);
        }
    }

    /** The head of the final response was read. Ignored if a response has begun. */
    void receiveHead(HttpResponse head) {
        if (stage() != TransferStage.AWAITING_HEAD) {
            return;
        }
        flow.setResponse(head);
        trackEvents(head);
        if (interims == null || interims.areDecided()) {
            runHeadHook();
        } else {
            enterStage(TransferStage.IN_HOOK); // queues what follows
            interims.whenDecided(this::runHeadHook);
        }
    }

    @Override
    void cancelHook() {
        if (interims != null) {
            interims.cancel();
        }
        super.cancelHook();
    }

    /**
     * A handler answered the request: as if a server had sent this response.
     *
     * @param head without a body
     */
    void receiveAnswer(HttpResponse head, Body body, @Nullable Headers trailers) {
        sendWithBody(body, trailers, () -> receiveHead(head));
    }

    /**
     * Sends another response in place of the server's, which has arrived in part or completely, and which the original
     * keeps.
     *
     * @param head without a body
     */
    void replace(HttpResponse head, Body body, @Nullable Headers trailers) {
        if (!hasEnded()) {
            wire.abortUpstream();
        }
        truncate();
        flow.replaceResponse(head);
        trackEvents(head);
        sendWithBody(body, trailers, this::forward);
    }

    @Override
    public boolean takesSource(BodySource source) {
        return true;
    }

    @Override
    void replaceBody(Body.Source body) {
        HttpResponse head = begun(flow.response());
        Headers trailers = head.trailers();
        Headers fields = Framing.forBody(head.headers(), body, trailers);
        replace(head.withHeaders(fields).ended(Body.NONE, null, Times.UNSET), body, trailers);
    }

    // ---- events that people put in

    private void trackEvents(HttpResponse head) {
        events = EventInjection.isEventStream(head) ? new InjectedEvents(this) : null;
    }

    /**
     * Puts an event into the response at the next border between two events.
     *
     * @throws FlowActionException if the response is none into which an event can be put now
     */
    void inject(NewEvent event, String by) {
        EventInjection.check(flow.flow(), hasBegun(), hasEnded(), waiting.isAccepted());
        if (events == null || waiting.size() > EventInjection.MOST || !events.inject(event.bytes(), by)) {
            throw EventInjection.tooMuch(flow.id());
        }
    }

    @Override
    void acceptData(Chunk chunk) {
        if (events == null) {
            super.acceptData(chunk);
        } else {
            events.receive(chunk);
        }
    }

    @Override
    public void passEvents(Chunk chunk) {
        super.acceptData(chunk);
    }

    @Override
    public void injected(long at, int size, String by) {
        flow.updateNotes(notes -> notes.withInjected(at, size, by));
        flow.publish();
    }

    @Override
    public void notInjected(int size, String by) {
        flow.updateNotes(notes -> notes.withoutInjected(size, by));
    }

    @Override
    void discardRest() {
        if (events != null) {
            events.end(); // the response fails before the next border
        }
        super.discardRest();
    }

    /** Whether the head was sent to the client. */
    boolean hasBegun() {
        return stage() == TransferStage.STREAMING;
    }

    /**
     * Forwards the part of the response that an end lets pass, and then ends the exchange. Returns false if the end lets
     * none pass, there is no response, or more of it was sent.
     */
    boolean cutsFor(End end, FlowError error) {
        if (end instanceof End.Malformed) {
            cutEnd = new End.Garbage();
            return cutAfter(0, error);
        }
        return end instanceof End.Truncate cut && cutAfter(cut.bytes(), error);
    }

    /**
     * Forwards the response up to a number of bytes of its body, and then ends the exchange with an error. Returns false if
     * there is no response, or more of it was sent.
     */
    private boolean cutAfter(long bytes, FlowError error) {
        if (stage() == TransferStage.AWAITING_HEAD
                || stage() == TransferStage.DISCARDING
                || bodySent >= bytes && hasBegun()) {
            return false;
        }
        cutAt = bytes;
        cutError = error;
        if (!hasBegun()) {
            cancelHook();
            forward();
        }
        return true;
    }

    /** Sends what precedes the cut. */
    private void sendCut(Chunk chunk, FlowError error) {
        Chunk part = chunk.beginning(cutAt - bodySent);
        bodySent += part.size();
        if (part.size() > 0) {
            wire.sendResponseData(part);
        }
        if (bodySent >= cutAt && stage() == TransferStage.STREAMING) {
            exchange.abort(error, cutEnd);
        }
    }

    /** The response, which is present in every stage except {@code AWAITING_HEAD}. */
    private static HttpResponse begun(@Nullable HttpResponse response) {
        return Objects.requireNonNull(response, "no response head has arrived");
    }

    @Override
    long announcedLength() {
        return mayHaveBody(flow.flow())
                ? Framing.contentLength(begun(flow.response()).headers())
                : -1;
    }

    @Override
    @Nullable
    public String whyNoTrailers(HttpFlow ended) {
        return TrailerRoom.whyNoneInResponse(ended);
    }

    @Override
    public void endWith(@Nullable Headers trailers, Notes notes) {
        flow.applyEdit(flow.request(), begun(flow.response()).withTrailers(trailers), notes);
    }

    private void makeRoomForTrailers() {
        if (mayGrowTrailers()) {
            HttpResponse head = begun(flow.response());
            flow.applyEdit(flow.request(), withTrailerRoom(head), flow.flow().notes());
        }
    }

    /** Without Content-Length if HTTP/1 is to send trailers, which it can only behind chunks. */
    private HttpResponse withTrailerRoom(HttpResponse head) {
        return flow.request().version().equals("HTTP/1.1")
                        && head.headers().contains("Content-Length")
                        && !Framing.isBodiless(flow.request().method(), head.status())
                ? head.withHeaders(head.headers().remove("Content-Length"))
                : head;
    }

    @Override
    @Nullable
    public Body body(HttpFlow shown) {
        return shown.response() == null ? null : shown.response().body();
    }

    @Override
    public HttpFlow withBody(HttpFlow of, Body body) {
        return of.withResponse(begun(of.response()).withBody(body));
    }

    @Override
    @Nullable
    public Headers trailers(HttpFlow of) {
        return begun(of.response()).trailers();
    }

    @Override
    public HttpFlow ended(HttpFlow of, Body body, @Nullable Headers trailers) {
        return of.withResponse(begun(of.response()).ended(body, trailers, Times.now()));
    }

    @Override
    boolean takesTransform() {
        return mayHaveBody(flow.flow());
    }

    @Override
    void beginTransform() {
        HttpResponse head = begun(flow.response());
        trackEvents(head);
        flow.replaceResponse(
                head.withHeaders(head.headers().remove("Content-Length")).ended(Body.NONE, null, Times.UNSET));
    }

    @Override
    public void applyEdit(HttpFlow shown, HttpFlow after, @Nullable Body replaced) {
        HttpResponse given = begun(shown.response());
        HttpResponse made = after.response() == null ? given : after.response();
        HttpResponse now = begun(flow.response()); // more of it may have arrived while the hook decided
        HttpResponse next = now;
        if (made != given && !made.equals(given)) {
            Headers trailers = Objects.equals(made.trailers(), given.trailers()) ? now.trailers() : made.trailers();
            Body body = replaced == null ? now.body() : replaced;
            next = made.ended(body, trailers, now.ended()).withPseudoFields();
        }
        if (replaced != null && mayHaveBody(after)) {
            next = next.withHeaders(Framing.withChangedBody(next.headers(), next.version(), replaced.trueSize()));
        }
        if (next.trailers() != null && !Objects.equals(next.trailers(), now.trailers())) {
            next = withTrailerRoom(next);
        }
        flow.applyEdit(flow.request(), next, flow.merged(shown.notes(), after.notes()));
    }

    @Override
    public boolean mayHaveBody(HttpFlow shown) {
        return shown.response() != null
                && !Framing.isBodiless(
                        shown.request().method(), shown.response().status());
    }

    @Override
    void askForBody() {
        // nothing to do: a server sends the body unasked
    }

    @Override
    void forward() {
        enterStage(TransferStage.STREAMING);
        makeRoomForTrailers();
        HttpResponse head = begun(flow.response());
        String method = flow.request().method();
        bodiless = Framing.isBodiless(method, head.status());
        wire.sendResponseHead(head.withHeaders(forwarded(method, head)));
        flow.publish();
        streamBody();
    }

    static Headers forwarded(String method, HttpResponse head) {
        return Framing.forStatus(method, head.status(), HopByHop.strip(head.headers()));
    }

    /**
     * Sends another response in place of the server's, even if that has arrived in part or completely.
     *
     * @param body empty for a response without a body
     */
    void replaceWith(HttpResponse head, byte[] body) {
        beginReplacement();
        wire.sendResponseHead(head);
        if (body.length > 0 && stage() == TransferStage.STREAMING) {
            wire.sendResponseData(Chunk.of(body));
        }
        if (stage() == TransferStage.STREAMING) {
            endReplacement();
            wire.sendResponseEnd(null);
        }
    }

    @Override
    public void sendData(Chunk chunk) {
        if (bodiless) { // a handler set a status that allows no body
            chunk.release();
        } else if (cutError != null) {
            sendCut(chunk, cutError);
        } else {
            bodySent += chunk.size();
            wire.sendResponseData(chunk);
        }
    }

    @Override
    void sendEnd() {
        if (cutError != null) {
            exchange.abort(cutError, cutEnd);
            return;
        }
        wire.sendResponseEnd(HopByHop.stripTrailers(begun(flow.response()).trailers()));
    }

    @Override
    void pauseReading(boolean held) {
        wire.holdResponse(held);
    }

    @Override
    public @Nullable Headers headers() {
        HttpResponse response = flow.response();
        return response == null ? null : response.headers();
    }

    @Override
    void recordBody(Body soFar) {
        flow.setResponseBody(soFar);
    }

    @Override
    void recordEnd(Body whole, @Nullable Headers trailers) {
        if (events != null) {
            events.end();
        }
        flow.endResponse(whole, trailers);
    }
}
