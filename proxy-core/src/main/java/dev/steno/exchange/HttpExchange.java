package dev.steno.exchange;

import dev.steno.addon.End;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Recorder;
import dev.steno.addon.Verdict;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.HookChain;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.head.WebSocketOffer;
import dev.steno.exchange.record.LiveFlow;
import dev.steno.exchange.stream.StreamWire;
import dev.steno.exchange.stream.WebSocketRelay;
import dev.steno.exchange.wire.DurableResponseWire;
import dev.steno.exchange.wire.Wire;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.NewEvent;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A live HTTP exchange, one request and its response: takes input from the wire, runs the hooks, sends through the
 * wire, and publishes the flow at each milestone. Created by the wire for each request; confined to one event loop.
 *
 * <p>Data that arrives while a hook decides, or while a body is buffered, is queued in order. Meanwhile the wire pauses
 * reading, which bounds the queue to the data already read or to the limit that a handler requested. Once the exchange
 * is closed, nothing more is sent, and data that still arrives is released.
 *
 * <p>Re-entrancy: each method that takes input may call the {@link Wire} and inline handlers before it returns, and may
 * close the exchange.
 */
public final class HttpExchange {
    private final AddonRuntime addons;
    private final Wire wire;
    private final @Nullable DurableResponseWire durable;
    private final @Nullable String refusal;
    private final Executor loop;
    private final LiveFlow flow;
    private final RequestTransfer request;
    private final ResponseTransfer response;
    private final ExchangeInFlight inFlight = new ExchangeInFlight(this);
    private boolean extendedConnect;
    private final Replies replies;
    private final ExchangeScope scope;
    private @Nullable ServerFailures failures; // null if the server has not failed
    private boolean isWebSocket;
    private @Nullable WebSocketRelay webSocket;

    /** @param head the request as the client sent it, without body and trailers; the flow begins with {@code notes} */
    public HttpExchange(AddonRuntime addons, Wire wire, Executor loop, Peer client, HttpRequest head, Notes notes) {
        this.addons = addons;
        Recorder record = addons.record();
        this.refusal = record.refusal();
        this.durable = record.holdsEnds()
                ? new DurableResponseWire(wire, record, loop, head.method(), addons.heldBytes())
                : null;
        this.wire = durable == null ? wire : durable;
        this.loop = loop;
        this.flow = new LiveFlow(addons, client, head, notes);
        if (refusal != null) {
            flow.leaveUnrecorded();
            if (durable != null) {
                durable.holdNothing();
            }
        }
        ExchangeScope scope = new Scope(addons, this.wire, loop, flow);
        this.request = new RequestTransfer(scope);
        this.response = new ResponseTransfer(scope);
        this.replies = new Replies(scope, request, response);
        this.scope = scope;
        addons.inFlight().began(flow.id(), inFlight);
    }

    /** The current flow. */
    public HttpFlow flow() {
        return webSocket == null ? flow.flow() : webSocket.flow();
    }

    /** Whether the exchange has ended; further input is released. */
    public boolean isClosed() {
        return flow.isClosed();
    }

    /** Whether the request's body is being forwarded to the server while it arrives. */
    public boolean isStreamingRequest() {
        return request.stage() == TransferStage.STREAMING;
    }

    Executor loop() {
        return loop;
    }

    /** Whether a message waits for the decision of a handler or a person. */
    public boolean awaitsDecision() {
        return request.stage() == TransferStage.IN_HOOK || response.stage() == TransferStage.IN_HOOK;
    }

    // ---- held messages

    /** The hold in progress; null if no message is held. */
    @Nullable
    HeldMessage held() {
        return request.held() == null ? response.held() : request.held();
    }

    /** The latest hold; null if no message was held. */
    @Nullable
    Hold lastHold() {
        return flow.lastHold();
    }

    private void messagesHeld(boolean now) {
        addons.inFlight().held(flow.id(), inFlight, now);
    }

    /** The WebSocket that the exchange continues as; null if there is none. */
    @Nullable
    WebSocketRelay webSocket() {
        return webSocket;
    }

    private void abandonHold(Hold.Outcome outcome, String by) {
        HeldMessage held = held();
        if (held != null) {
            held.abandon(outcome, by);
        }
    }

    /** Ends the exchange because a person wants it, at any stage. */
    void kill(End end, String by) {
        FlowError error = new FlowError(FlowError.Step.RELAY, "killed by " + by, Times.now());
        if (webSocket != null) {
            webSocket.kill(end, error, by);
        } else {
            abandonHold(Hold.Outcome.KILLED, by);
            end(end, error);
        }
    }

    private void end(End end, FlowError error) {
        if (end instanceof End.Page page && !response.hasBegun()) {
            replies.errorPage(page.status(), error);
        } else if (!request.cutsFor(end, error) && !response.cutsFor(end, error)) {
            abortBoth(error, end);
        }
    }

    // ---- WebSocket

    /**
     * Declares that the request asks for a WebSocket by an extended CONNECT (RFC 8441, 4). Called before the response's
     * head. The WebSocket is accepted by a 2xx response, or by a 101 if the server was asked in HTTP/1.1; {@link
     * #requestEnd} and {@link #responseEnd} then follow directly after the heads.
     */
    public void offersWebSocket() {
        extendedConnect = true;
    }

    /**
     * Whether the exchange continues as a WebSocket: both messages are complete, and the flow stays open. Final once
     * {@link Wire#exchangeDone} was called; the wire then calls {@link #startWebSocket}.
     */
    public boolean isWebSocket() {
        return isWebSocket;
    }

    /** Creates the relay that takes over the flow. Called once, by the wire, after {@link Wire#exchangeDone}. */
    public WebSocketRelay startWebSocket(StreamWire frames) {
        webSocket = new WebSocketRelay(addons, flow, frames, loop, this::messagesHeld);
        return webSocket;
    }

    /**
     * Whether the WebSocket that the request asks for was accepted, by its server or a handler. Final once the response's head is forwarded.
     */
    public boolean agreesToWebSocket() {
        HttpResponse given = flow.response();
        return !replies.wasGiven() // the response is the server's
                && given != null
                && flow.error() == null
                && WebSocketOffer.isAccepted(flow.request(), extendedConnect, given);
    }

    // ---- the request

    /**
     * Runs the head's hook, then requests a connection. Called once, first, unless the request is refused. Answers 503
     * if the session cannot be written and its policy is not to forward unrecorded traffic.
     */
    public void beginRequest() {
        if (refusal != null) {
            replies.errorPage(503, new FlowError(FlowError.Step.STORE, refusal, Times.now()));
            return;
        }
        request.runHeadHook();
    }

    /** A part of the request's body was read. Takes ownership of the chunk. */
    public void requestData(Chunk chunk) {
        request.receiveData(chunk);
    }

    /**
     * The request is complete.
     *
     * @param trailers null if there are none
     */
    public void requestEnd(@Nullable Headers trailers) {
        request.receiveEnd(trailers);
    }

    /**
     * The client's bytes are not a valid request.
     *
     * @param status the status of the error page, which is sent if no response has begun
     */
    public void requestBroken(FlowError error, int status) {
        if (isClosed()) {
            return;
        }
        request.truncate();
        flow.publishOpened();
        if (response.hasBegun()) {
            abortBoth(error);
        } else {
            replies.errorPage(status, error);
        }
    }

    /** The request is malformed, which ends the stream without a response (RFC 9113, 8.1.1; RFC 9114, 4.1.2). */
    public void requestMalformed(FlowError error) {
        if (isClosed()) {
            return;
        }
        request.truncate();
        flow.publishOpened();
        abortBoth(error);
    }

    // ---- the server's connection

    /** The connection to the server is established: sends the request. */
    public void upstreamReady(Peer server) {
        request.upstreamReady(server);
    }

    /**
     * The connection could not be established, or it broke before the end of the response.
     *
     * @param status the status of the error page, 502 or 504, which is sent if no response has begun
     * @param stale whether a kept-alive connection broke before any byte of this response: the server may have closed
     *     it before it saw the request, so the request is retried once if it is idempotent (RFC 9112, 9.3.1)
     */
    public void upstreamFailed(FlowError error, int status, boolean stale) {
        failures().connectionFailed(error, status, stale);
    }

    ServerFailures failures() {
        if (failures == null) {
            failures = new ServerFailures(scope, request, response, replies);
        }
        return failures;
    }

    /** Keeps the request's body out of the record, as far as it is not there yet: it may hold a secret of the API. */
    public void withholdRequestBody() {
        if (!isClosed()) {
            request.withholdBody();
        }
    }

    /**
     * The server reset the stream with an error code before the end of the response (RFC 9113, 7).
     *
     * @param status the status of the error page, 502 or 504, which is sent if no response has begun
     * @param unprocessed whether the server guarantees that it did not process the request (RFC 9113, 8.7); the request
     *     is then retried once over another connection, whatever its method
     * @param told whether {@link Wire#abortClient} conveys the error code to the client in place of an error page
     */
    public void upstreamReset(FlowError error, int status, boolean unprocessed, boolean told) {
        failures().streamReset(error, status, unprocessed, told);
    }

    /** Whether the request can be sent again from its start if its connection proves to be stale. */
    public boolean mayRetry() {
        return !isClosed() && !request.hasSentBody() && request.mayRetry(false);
    }

    // ---- remarks

    /**
     * Notes an anomaly of a message that is forwarded nevertheless; published with the next revision.
     *
     * @param what a phrase that describes it; null for none
     */
    public void addRemark(@Nullable String what) {
        if (what != null && !isClosed()) {
            flow.addRemark(what);
        }
    }

    // ---- the response

    /** A 1xx response other than 101 was read. */
    public void responseInterim(HttpResponse interim) {
        response.receiveInterim(interim, request.hasAskedForBody());
    }

    /** The final response's head was read. */
    public void responseHead(HttpResponse head) {
        response.receiveHead(head);
    }

    /** A part of the response's body was read. Takes ownership of the chunk. */
    public void responseData(Chunk chunk) {
        response.receiveData(chunk);
    }

    /**
     * The response is complete.
     *
     * @param trailers null if there are none
     */
    public void responseEnd(@Nullable Headers trailers) {
        response.receiveEnd(trailers);
    }

    /**
     * Records the received part of each body that was already in progress at the previous call, so that a slow body is
     * recorded while it arrives. The wire calls it about once a second.
     */
    public void recordSlowBodies() {
        if (!isClosed() && !isWebSocket && (request.recordSlowBody() | response.recordSlowBody())) {
            flow.publish();
        }
    }

    /**
     * Bytes buffered so far of a request body that a handler wants whole and that is not complete; -1 if there is none.
     */
    public long bufferedRequestBytes() {
        return request.bufferedBytes();
    }

    // ---- ends

    /** The client's connection or stream was closed, reset or broken. */
    public void clientGone(FlowError error) {
        if (durable != null) {
            durable.clientGone();
        }
        if (isClosed()) {
            return;
        }
        abandonHold(Hold.Outcome.CLIENT_LEFT, "");
        wire.abortUpstream();
        boolean hasAll = response.wasSent() && (durable == null || durable.hasSentEnd());
        // A client that has the whole response may leave its request incomplete.
        if (hasAll && flow.error() == null) {
            request.truncate();
            closeFlow(null);
        } else {
            failFlow(error);
        }
    }

    /** Closes the exchange if both messages were forwarded completely. */
    private void finishIfBothEnded() {
        boolean requestDone = request.wasSent() || request.endsWithResponse();
        if (!isClosed() && !isWebSocket && requestDone && response.wasSent()) {
            request.truncate();
            if (agreesToWebSocket()) {
                isWebSocket = true;
                flow.setWebSocket(WebSocket.OPENED);
            } else {
                closeFlow(flow.error());
            }
            wire.exchangeDone();
        } else if (durable != null && response.wasSent()) {
            flow.publish(); // the response's end may be sent before the request's, so it must be recorded first
        }
    }

    /** The client accepts more of the response, or no more for now. Matters only if a handler gave or changes its body. */
    public void responseWanted(boolean accepts) {
        response.setWanted(accepts);
    }

    /** As {@link #responseWanted}, of the request and the server. */
    public void requestWanted(boolean accepts) {
        request.setWanted(accepts);
    }

    /** Puts a person's event into the response; see {@link ResponseTransfer#inject}. */
    void inject(NewEvent event, String by) {
        response.inject(event, by);
    }

    private void abortBoth(FlowError error) {
        abortBoth(error, End.CLOSE);
    }

    private void abortBoth(FlowError error, End end) {
        wire.abortUpstream();
        failFlow(error);
        wire.abortClient(end);
    }

    private void failFlow(FlowError error) {
        request.truncate();
        if (response.stage() != TransferStage.AWAITING_HEAD) {
            response.truncate();
        }
        closeFlow(error);
    }

    private void closeFlow(@Nullable FlowError error) {
        request.discardRest();
        response.discardRest();
        abandonHold(Hold.Outcome.FAILED, "");
        addons.inFlight().ended(flow.id());
        flow.publishClosed(error);
        request.cancelHook();
        response.cancelHook();
        if (failures != null) {
            failures.cancelHook();
        }
        if (error != null && !addons.hooks().isEmpty(Hook.ERROR)) {
            addons.hooks().run(Hook.ERROR, flow.id(), flow.flow(), HookContext.NONE, loop, outcome -> {});
        }
        addons.inFlight().release(flow.id());
    }

    /** What the parts ask of this exchange. */
    private final class Scope extends ExchangeScope {
        Scope(AddonRuntime addons, Wire wire, Executor loop, LiveFlow flow) {
            super(addons, wire, loop, flow);
        }

        @Override
        boolean applyVerdict(HookChain.Outcome<HttpFlow> outcome) {
            if (outcome.verdict() instanceof Verdict.Answer<HttpFlow> answer) {
                String by = answer.by().isEmpty() ? outcome.by() : answer.by();
                answer.interim().forEach(HttpExchange.this::responseInterim);
                if (answer.server() == null) {
                    answer(answer.response(), by);
                } else {
                    replies.acceptWebSocket(answer.response(), by, answer.server());
                }
                return true;
            }
            if (outcome.verdict() instanceof Verdict.Drop<HttpFlow> drop) {
                end(drop.end(), new FlowError(FlowError.Step.ADDON, drop.reason(), Times.now()));
                return true;
            }
            return false;
        }

        @Override
        void answer(HttpResponse answer, String by) {
            replies.answer(answer, by);
        }

        @Override
        void abort(FlowError error, End end) {
            abortBoth(error, end);
        }

        @Override
        void fail(FlowError error) {
            if (response.hasBegun()) {
                abortBoth(error);
            } else {
                replies.errorPage(502, error);
            }
        }

        @Override
        void finishIfBothEnded() {
            HttpExchange.this.finishIfBothEnded();
        }

        @Override
        void held(boolean now) {
            addons.inFlight().held(flow.id(), inFlight, now);
        }
    }
}
