package dev.steno.exchange;

import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Recorder;
import dev.steno.addon.Verdict;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.flow.Body;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on their way: takes what the wire read, leads it through the hooks, tells the wire what to
 * send, and publishes the flow at each milestone. Short-lived; confined to one event loop.
 *
 * <p>What arrives while it is decided or gathered waits in order; the wire is asked to stop reading meanwhile, so that what
 * waits is bounded by what was already read or by the limit a handler gave. Once the exchange has ended, nothing more is
 * sent, and what still arrives is let go.
 */
public final class HttpExchange {
    private final AddonRuntime buses;
    private final Wire wire;
    private final @Nullable DurableResponseWire durable;
    private final @Nullable String refusal;
    private final Executor loop;
    private final LiveFlow flow;
    private final RequestTransfer request;
    private final ResponseTransfer response;
    private boolean extendedConnect;
    private boolean replied;
    private boolean isWebSocket;

    /** @param head the request without its body, as the client sent it */
    public HttpExchange(AddonRuntime buses, Wire wire, Executor loop, Peer client, HttpRequest head) {
        this.buses = buses;
        Recorder record = buses.record();
        this.refusal = record.refusal();
        this.durable = record.holdsEnds()
                ? new DurableResponseWire(wire, record, loop, head.method(), buses.heldBytes())
                : null;
        this.wire = durable == null ? wire : durable;
        this.loop = loop;
        this.flow = new LiveFlow(buses, client, head);
        if (refusal != null) {
            flow.leaveUnrecorded();
            if (durable != null) {
                durable.holdNothing();
            }
        }
        this.request = new RequestTransfer(this);
        this.response = new ResponseTransfer(this);
    }

    /** The flow as it is now. */
    public HttpFlow flow() {
        return flow.flow();
    }

    /** Whether the exchange has ended and wants no more input. */
    public boolean isClosed() {
        return flow.isClosed();
    }

    /** Whether what the client sends of its request is still carried to the server. */
    public boolean isStreamingRequest() {
        return request.stage() == MessageTransfer.Stage.STREAMING;
    }

    AddonRuntime buses() {
        return buses;
    }

    Wire wire() {
        return wire;
    }

    Executor loop() {
        return loop;
    }

    LiveFlow liveFlow() {
        return flow;
    }

    // ---- WebSocket

    /**
     * The request asks for a WebSocket by an extended CONNECT (RFC 8441). Called before the response's head. A response of 2xx
     * agrees, or the 101 of a server that was asked in HTTP/1.1; the ends of both are to be told right after their heads.
     */
    public void offersWebSocket() {
        extendedConnect = true;
    }

    /**
     * Whether the exchange went on as a WebSocket: both messages passed, the flow stays open. Known when the wire is told
     * that the exchange is done, upon which it asks for the {@link #startWebSocket}.
     */
    public boolean isWebSocket() {
        return isWebSocket;
    }

    /** What goes on in place of the exchange. Called once, by a wire that was told that the exchange is done. */
    public WebSocketRelay startWebSocket(StreamWire frames) {
        return new WebSocketRelay(buses, flow, frames, loop);
    }

    /** Whether a server agreed to the WebSocket that the request asks for. Known when its response's head is passed on. */
    public boolean agreesToWebSocket() {
        HttpResponse given = flow.response();
        if (replied || given == null || flow.error() != null) { // no server agreed to anything
            return false;
        }
        if (extendedConnect && !given.version().startsWith("HTTP/1.")) {
            return given.status() / 100 == 2;
        }
        return given.status() == 101
                && (extendedConnect || "websocket".equalsIgnoreCase(HopByHop.upgradeToken(flow.request())));
    }

    // ---- the request

    /**
     * Leads the head through its hooks, then asks for a connection. Called once, first, unless the request is refused. While
     * nothing can be recorded and nothing may pass unrecorded, the request gets no further than this.
     */
    public void beginRequest() {
        if (refusal != null) {
            sendErrorPage(503, new FlowError(FlowError.Step.STORE, refusal, Times.now()));
            return;
        }
        request.runHeadHook();
    }

    /** More of the request's body was read. */
    public void requestData(Chunk chunk) {
        request.receiveData(chunk);
    }

    /** The request reached its end. */
    public void requestEnd(@Nullable Headers trailers) {
        request.receiveEnd(trailers);
    }

    /**
     * The client's bytes are not a request, or stopped being one.
     *
     * @param status what to answer where no response has begun
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
            sendErrorPage(status, error);
        }
    }

    /** The client broke its protocol in a way that is answered by an end, not by a response (RFC 9113, 8.1.1). */
    public void requestMalformed(FlowError error) {
        if (isClosed()) {
            return;
        }
        request.truncate();
        flow.publishOpened();
        abortBoth(error);
    }

    // ---- the server's connection

    /** A connection stands: the request goes out. */
    public void upstreamReady(Peer server) {
        request.upstreamReady(server);
    }

    /**
     * No connection, or it broke before the response's end.
     *
     * @param status 502 or 504, for a client that has no response yet
     * @param stale whether the connection had been kept alive and brought nothing of this response: the server may have
     *     closed it before it saw the request, which is then sent once more if that does no harm
     */
    public void upstreamFailed(FlowError error, int status, boolean stale) {
        if (isClosed() || (stale && request.retry(false))) {
            return;
        }
        if (response.hasEnded()) { // the response is whole; the rest of the request has nowhere to go
            request.discardRest();
            finishIfBothEnded();
        } else if (response.hasBegun()) {
            abortBoth(error);
        } else {
            sendErrorPage(status, error);
        }
    }

    /**
     * The server ended the exchange before the response's end and said why by a code of its version (RFC 9113, 7).
     *
     * @param status 502 or 504, for a client that has no response yet
     * @param unprocessed whether the server is known not to have processed the request (RFC 9113, 8.7), which is then sent once
     *     more over another connection whatever its method
     * @param told whether the client is told the code in place of a page, by {@link Wire#abortClient}
     */
    public void upstreamReset(FlowError error, int status, boolean unprocessed, boolean told) {
        if (isClosed() || unprocessed && request.retry(true)) {
            return;
        }
        if (told && !response.hasEnded()) {
            abortBoth(error);
        } else {
            upstreamFailed(error, status, false);
        }
    }

    /** Whether the request would be sent once more, and whole, if its connection turned out to be stale. */
    public boolean mayRetry() {
        return !isClosed() && !request.hasSentBody() && request.mayRetry(false);
    }

    // ---- remarks

    /**
     * Keeps with the flow what was odd about a message that passed all the same; it is in the record with the next milestone.
     *
     * @param what null for nothing
     */
    public void addRemark(@Nullable String what) {
        if (what != null && !isClosed()) {
            flow.addRemark(what);
        }
    }

    // ---- the response

    /** A 1xx response other than 101 was read. */
    public void responseInterim(HttpResponse interim) {
        response.forwardInterim(interim);
    }

    /** The final response's head was read. */
    public void responseHead(HttpResponse head) {
        response.receiveHead(head);
    }

    /** More of the response's body was read. */
    public void responseData(Chunk chunk) {
        response.receiveData(chunk);
    }

    /** The response reached its end. */
    public void responseEnd(@Nullable Headers trailers) {
        response.receiveEnd(trailers);
    }

    /**
     * Tells what has come of bodies that have been under way since the last call: one that grows slowly is in the record
     * while it grows. The wire calls it now and then while the exchange lasts.
     */
    public void recordSlowBodies() {
        if (!isClosed() && !isWebSocket && (request.recordSlowBody() | response.recordSlowBody())) {
            flow.publish();
        }
    }

    /** Bytes of a request that is held back until it is whole, and is not yet; -1 where none is. */
    public long bufferedRequestBytes() {
        return request.bufferedBytes();
    }

    // ---- ends

    /** The client closed its connection or it broke. */
    public void clientGone(FlowError error) {
        if (durable != null) {
            durable.clientGone();
        }
        if (isClosed()) {
            return;
        }
        wire.abortUpstream();
        boolean hasAll = response.wasSent() && (durable == null || durable.hasSentEnd());
        if (hasAll && flow.error() == null) { // the rest of its request is its own affair
            request.truncate();
            closeFlow(null);
        } else {
            failFlow(error);
        }
    }

    /** Closes the exchange once both messages are through. */
    void finishIfBothEnded() {
        boolean requestDone = request.wasSent() || request.stage() == MessageTransfer.Stage.DISCARDING;
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
            flow.publish(); // the response may go out before the request's end, and is to be kept first
        }
    }

    /** Carries out a verdict that ends the exchange. Whether it was one. */
    boolean applyVerdict(Verdict<HttpFlow> verdict) {
        if (verdict instanceof Verdict.Answer<HttpFlow> answer) {
            sendAnswer(answer.response());
            return true;
        }
        if (verdict instanceof Verdict.Drop<HttpFlow> drop) {
            abortBoth(new FlowError(FlowError.Step.ADDON, drop.reason(), Times.now()));
            return true;
        }
        return false;
    }

    /** Answers in the server's place. */
    void sendAnswer(HttpResponse answer) {
        if (response.stage() != MessageTransfer.Stage.AWAITING_HEAD) {
            if (!response.hasEnded()) {
                wire.abortUpstream();
            }
            response.truncate();
        }
        byte[] bytes = Framing.bytes(answer.body());
        Headers headers = answer.headers();
        Body body = Body.NONE;
        if (Framing.isBodiless(flow.request().method(), answer.status())) {
            bytes = new byte[0];
        } else {
            headers = Framing.withLength(headers, bytes.length);
            body = recordedBody(bytes);
        }
        long now = Times.now();
        HttpResponse given =
                new HttpResponse(answer.version(), answer.status(), answer.reason(), headers, null, body, now, now);
        flow.setAnswer(given);
        sendReply(given.withHeaders(HopByHop.strip(headers)), bytes);
    }

    /** Answers with an error page and records the error; the page is no part of the record, for no server gave it. */
    private void sendErrorPage(int status, FlowError error) {
        wire.abortUpstream();
        if (response.stage() != MessageTransfer.Stage.AWAITING_HEAD) {
            response.truncate();
        }
        flow.setError(error);
        HttpResponse page = ErrorPage.of(status, error);
        sendReply(page, flow.request().method().equals("HEAD") ? new byte[0] : Framing.bytes(page.body()));
    }

    /** Sends a response that is not the server's; what the client still sends of its request is let go. */
    private void sendReply(HttpResponse head, byte[] body) {
        replied = true;
        request.discardRest();
        response.replaceWith(head, body);
        if (!isClosed()) {
            wire.holdRequest(false);
            finishIfBothEnded();
        }
    }

    private void abortBoth(FlowError error) {
        wire.abortUpstream();
        failFlow(error);
        wire.abortClient();
    }

    private void failFlow(FlowError error) {
        request.truncate();
        if (response.stage() != MessageTransfer.Stage.AWAITING_HEAD) {
            response.truncate();
        }
        closeFlow(error);
    }

    private void closeFlow(@Nullable FlowError error) {
        request.discardRest();
        response.discardRest();
        flow.publishClosed(error);
        request.cancelHook();
        response.cancelHook();
        if (error != null && !buses.hooks().isEmpty(Hook.ERROR)) {
            buses.hooks().run(Hook.ERROR, flow.id(), flow.flow(), HookContext.NONE, loop, outcome -> {});
        }
    }

    /** Bytes that a handler gave, as the record keeps them. */
    Body recordedBody(byte[] bytes) {
        BodyTee tee = new BodyTee(buses);
        tee.expectSize(bytes.length);
        tee.copyChunk(Chunk.of(bytes));
        return tee.finishBody(true);
    }
}
