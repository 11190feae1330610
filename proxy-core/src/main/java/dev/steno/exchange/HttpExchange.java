package dev.steno.exchange;

import dev.steno.addon.Buses;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.Hook;
import dev.steno.addon.HookChain;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on their way: takes what the wire read, leads it through the hooks, tells the wire what to
 * send, and publishes the flow at each milestone. Short-lived; confined to one event loop.
 *
 * <p>Either message is in one {@link Stage}. What arrives while it is decided or gathered waits in order; the wire is asked
 * to stop reading meanwhile, so that what waits is bounded by what was already read or by the limit a handler gave.
 */
public final class HttpExchange {

    /** Where a message is. */
    private enum Stage {
        /** Its head has not come. */
        AHEAD,
        /** Handlers look at its head. */
        DECIDING,
        /** Its body is held back for a handler that wants it whole. */
        GATHERING,
        /** Ready to pass; the request waits for a connection. */
        CONNECTING,
        /** Passes as it comes. */
        STREAMING,
        /** What still comes is let go: someone else answered, or the other side is gone. */
        DISCARDING
    }

    private final Buses buses;
    private final Wire wire;
    private final Executor loop;
    private final long startedAt = System.nanoTime();
    private final BodyTee requestTee;
    private final BodyTee responseTee;
    private final Gathering requestWaiting = new Gathering();
    private final Gathering responseWaiting = new Gathering();

    private HttpFlow flow;
    private Stage request = Stage.AHEAD;
    private Stage response = Stage.AHEAD;
    private boolean requestEnded;
    private boolean responseEnded;
    private boolean requestSent;
    private boolean responseSent;
    private boolean bodyPassed;
    private boolean retried;
    private boolean opened;
    private boolean closed;
    private int bodyWanted;
    private HookChain.@Nullable Run held;

    /** @param head the request without its body, as the client sent it */
    public HttpExchange(Buses buses, Wire wire, Executor loop, Peer client, HttpRequest head) {
        this.buses = buses;
        this.wire = wire;
        this.loop = loop;
        this.requestTee = new BodyTee(buses);
        this.responseTee = new BodyTee(buses);
        this.flow = new HttpFlow(
                buses.sequences().nextFlow(),
                1,
                FlowState.OPEN,
                head.started(),
                Times.UNSET,
                client,
                null,
                head,
                null,
                List.of(),
                null,
                Notes.NONE,
                null);
    }

    /** The newest revision. */
    public HttpFlow flow() {
        return flow;
    }

    /** Whether the exchange has ended and wants no more input. */
    public boolean isClosed() {
        return closed;
    }

    /** Whether what the client sends of its request is still carried to the server. */
    public boolean isStreamingRequest() {
        return request == Stage.STREAMING;
    }

    // ---- the request

    /** Leads the head through its hooks, then asks for a connection. Called once, first, unless the request is refused. */
    public void begin() {
        request = Stage.DECIDING;
        requestTee.expect(contentLength(flow.request().headers()));
        if (buses.hooks().isEmpty(Hook.REQUEST_HEAD)) {
            open();
            connect(false);
            return;
        }
        bodyWanted = 0;
        held = buses.hooks().run(Hook.REQUEST_HEAD, flow.id(), flow, this::wantBody, loop, this::requestHeadDecided);
        if (request == Stage.DECIDING) {
            open(); // so that whoever is to decide can see the flow
            wire.holdRequest(true);
        }
    }

    private void wantBody(int limit) {
        bodyWanted = Math.max(bodyWanted, limit);
    }

    private void requestHeadDecided(HookChain.Outcome<HttpFlow> outcome) {
        edited(outcome.subject());
        open();
        if (outcome.verdict() instanceof Verdict.Answer<HttpFlow> answer) {
            answer(answer.response());
        } else if (outcome.verdict() instanceof Verdict.Drop<HttpFlow> drop) {
            drop(drop.reason());
        } else if (bodyWanted > 0) {
            gatherRequest();
        } else {
            connect(false);
        }
    }

    private void gatherRequest() {
        request = Stage.GATHERING;
        wire.holdRequest(false);
        if (requestEnded) {
            requestGathered();
        } else if (flow.request().headers().hasToken("Expect", "100-continue")) {
            long now = Times.now();
            wire.sendInterim(new HttpResponse("HTTP/1.1", 100, "Continue", Headers.EMPTY, null, Body.NONE, now, now));
        }
    }

    private void requestGathered() {
        HttpFlow shown = flow;
        Body whole = requestWaiting.size() == 0 ? Body.NONE : new Body.Inline(requestWaiting.bytes());
        shown = withRequest(shown, shown.request().withBody(whole));
        request = Stage.DECIDING;
        held = buses.hooks()
                .run(Hook.REQUEST, flow.id(), shown, limit -> {}, loop, outcome -> requestDecided(whole, outcome));
    }

    private void requestDecided(Body shown, HookChain.Outcome<HttpFlow> outcome) {
        HttpRequest next = outcome.subject().request();
        if (next.body() == shown) {
            edited(withRequest(outcome.subject(), next.withBody(flow.request().body())));
        } else {
            byte[] bytes = next.body() instanceof Body.Inline inline ? inline.bytes() : new byte[0];
            requestWaiting.release();
            requestWaiting.add(Chunk.of(bytes));
            edited(withRequest(
                    outcome.subject(),
                    next.withHeaders(withLength(next.headers(), bytes.length)).withBody(recorded(bytes))));
        }
        if (outcome.verdict() instanceof Verdict.Answer<HttpFlow> answer) {
            answer(answer.response());
        } else if (outcome.verdict() instanceof Verdict.Drop<HttpFlow> drop) {
            drop(drop.reason());
        } else {
            connect(false);
        }
    }

    private void connect(boolean fresh) {
        request = Stage.CONNECTING;
        HttpRequest target = flow.request();
        wire.connect(new Endpoint(target.host(), target.port()), target.scheme().equals("https"), fresh);
        if (request == Stage.CONNECTING && !requestEnded) {
            wire.holdRequest(true);
        }
    }

    /** More of the request's body was read. */
    public void requestData(Chunk chunk) {
        if (request == Stage.DISCARDING) {
            chunk.release();
            return;
        }
        if (requestTee.add(chunk)) {
            changed(withRequest(flow, flow.request().withBody(requestTee.soFar())));
        }
        if (request == Stage.STREAMING) {
            bodyPassed = true;
            wire.sendRequestData(chunk);
            return;
        }
        requestWaiting.add(chunk);
        if (request == Stage.GATHERING && requestWaiting.size() > bodyWanted) {
            connect(false);
        }
    }

    /** The request reached its end. */
    public void requestEnd(@Nullable Headers trailers) {
        if (closed || requestEnded) {
            return;
        }
        requestEnded = true;
        flow = withRequest(flow, flow.request().ended(requestTee.finish(true), trailers, Times.now()));
        if (request == Stage.GATHERING) {
            requestGathered();
        } else if (request == Stage.STREAMING) {
            finishRequest();
        }
    }

    private void finishRequest() {
        requestSent = true;
        wire.sendRequestEnd(flow.request().trailers());
        if (bodyWanted == 0 && !buses.hooks().isEmpty(Hook.REQUEST)) {
            buses.hooks().run(Hook.REQUEST, flow.id(), flow, limit -> {}, loop, outcome -> noted(outcome.subject()));
        }
        finishIfBothEnded();
    }

    /**
     * The client's bytes are not a request, or stopped being one.
     *
     * @param status what to answer where no response has begun
     */
    public void requestBroken(FlowError error, int status) {
        if (closed) {
            return;
        }
        endRequest();
        open();
        if (response == Stage.AHEAD) {
            refuse(status, error);
        } else {
            wire.abortUpstream();
            fail(error);
            wire.abortClient();
        }
    }

    // ---- the server's connection

    /** A connection stands: the request goes out. */
    public void upstreamReady(Peer server) {
        if (closed || request != Stage.CONNECTING) {
            return;
        }
        flow = withServer(server);
        request = Stage.STREAMING;
        wire.sendRequestHead(
                flow.request().withHeaders(HopByHop.strip(flow.request().headers())));
        for (Chunk chunk = requestWaiting.poll(); chunk != null; chunk = requestWaiting.poll()) {
            bodyPassed = true;
            wire.sendRequestData(chunk);
        }
        if (requestEnded) {
            finishRequest();
        }
        wire.holdRequest(false);
    }

    /**
     * No connection, or it broke before the response's end.
     *
     * @param status 502 or 504, for a client that has no response yet
     * @param stale whether the connection had been kept alive and brought nothing of this response: the server may have
     *     closed it before it saw the request, which is then sent once more if that does no harm (RFC 9110, 9.2.2)
     */
    public void upstreamFailed(FlowError error, int status, boolean stale) {
        if (closed) {
            return;
        }
        if (stale && !retried && !bodyPassed && isIdempotent(flow.request().method())) {
            retried = true;
            requestSent = false;
            connect(true);
            return;
        }
        if (responseEnded) { // the response is whole; the rest of the request has nowhere to go
            request = Stage.DISCARDING;
            requestWaiting.release();
            finishIfBothEnded();
        } else if (response == Stage.AHEAD || response == Stage.DECIDING || response == Stage.GATHERING) {
            refuse(status, error);
        } else {
            wire.abortUpstream();
            fail(error);
            wire.abortClient();
        }
    }

    private static boolean isIdempotent(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }

    // ---- the response

    /** A 1xx response other than 101 was read. */
    public void interim(HttpResponse interim) {
        if (closed || response != Stage.AHEAD) {
            return;
        }
        List<HttpResponse> all = new ArrayList<>(flow.interim());
        all.add(interim);
        flow = Edits.withInterim(flow, all);
        wire.sendInterim(interim.withHeaders(HopByHop.strip(interim.headers())));
    }

    /** The final response's head was read. */
    public void responseHead(HttpResponse head) {
        if (closed || response != Stage.AHEAD) {
            return;
        }
        response = Stage.DECIDING;
        flow = withResponse(flow, head);
        responseTee.expect(contentLength(head.headers()));
        if (buses.hooks().isEmpty(Hook.RESPONSE_HEAD)) {
            streamResponse();
            return;
        }
        bodyWanted = 0;
        held = buses.hooks().run(Hook.RESPONSE_HEAD, flow.id(), flow, this::wantBody, loop, this::responseHeadDecided);
        if (response == Stage.DECIDING) {
            changed(flow);
            wire.holdResponse(true);
        }
    }

    private void responseHeadDecided(HookChain.Outcome<HttpFlow> outcome) {
        edited(outcome.subject());
        if (outcome.verdict() instanceof Verdict.Answer<HttpFlow> answer) {
            responseWaiting.release();
            wire.abortUpstream();
            answer(answer.response());
        } else if (outcome.verdict() instanceof Verdict.Drop<HttpFlow> drop) {
            drop(drop.reason());
        } else if (bodyWanted > 0) {
            response = Stage.GATHERING;
            wire.holdResponse(false);
            if (responseEnded) {
                responseGathered();
            }
        } else {
            streamResponse();
        }
    }

    private void streamResponse() {
        HttpResponse head = flow.response();
        response = Stage.STREAMING;
        wire.sendResponseHead(head.withHeaders(HopByHop.strip(head.headers())));
        changed(flow);
        for (Chunk chunk = responseWaiting.poll(); chunk != null; chunk = responseWaiting.poll()) {
            wire.sendResponseData(chunk);
        }
        if (responseEnded) {
            finishResponse();
        }
        wire.holdResponse(false);
    }

    private void responseGathered() {
        Body whole = responseWaiting.size() == 0 ? Body.NONE : new Body.Inline(responseWaiting.bytes());
        response = Stage.DECIDING;
        HttpFlow shown = withResponse(flow, flow.response().withBody(whole));
        held = buses.hooks()
                .run(Hook.RESPONSE, flow.id(), shown, limit -> {}, loop, outcome -> responseDecided(whole, outcome));
    }

    private void responseDecided(Body shown, HookChain.Outcome<HttpFlow> outcome) {
        HttpResponse next = outcome.subject().response();
        if (next.body() == shown) {
            edited(withResponse(outcome.subject(), next.withBody(flow.response().body())));
        } else {
            byte[] bytes = next.body() instanceof Body.Inline inline ? inline.bytes() : new byte[0];
            responseWaiting.release();
            responseWaiting.add(Chunk.of(bytes));
            edited(withResponse(
                    outcome.subject(),
                    next.withHeaders(withLength(next.headers(), bytes.length)).withBody(recorded(bytes))));
        }
        if (outcome.verdict() instanceof Verdict.Drop<HttpFlow> drop) {
            drop(drop.reason());
        } else if (outcome.verdict() instanceof Verdict.Answer<HttpFlow> answer) {
            answer(answer.response());
        } else {
            streamResponse();
        }
    }

    /** More of the response's body was read. */
    public void responseData(Chunk chunk) {
        if (closed || response == Stage.DISCARDING) {
            chunk.release();
            return;
        }
        if (responseTee.add(chunk)) {
            changed(withResponse(flow, flow.response().withBody(responseTee.soFar())));
        }
        if (response == Stage.STREAMING) {
            wire.sendResponseData(chunk);
            return;
        }
        responseWaiting.add(chunk);
        if (response == Stage.GATHERING && responseWaiting.size() > bodyWanted) {
            bodyWanted = 0;
            streamResponse();
        }
    }

    /** The response reached its end. */
    public void responseEnd(@Nullable Headers trailers) {
        if (closed || response == Stage.DISCARDING || responseEnded) {
            return;
        }
        responseEnded = true;
        flow = withResponse(flow, flow.response().ended(responseTee.finish(true), trailers, Times.now()));
        if (response == Stage.GATHERING) {
            responseGathered();
        } else if (response == Stage.STREAMING) {
            finishResponse();
        }
    }

    private void finishResponse() {
        responseSent = true;
        wire.sendResponseEnd(flow.response().trailers());
        if (bodyWanted == 0 && !buses.hooks().isEmpty(Hook.RESPONSE)) {
            buses.hooks().run(Hook.RESPONSE, flow.id(), flow, limit -> {}, loop, outcome -> noted(outcome.subject()));
        }
        finishIfBothEnded();
    }

    // ---- ends

    /** The client closed its connection or it broke. */
    public void clientGone(FlowError error) {
        if (closed) {
            return;
        }
        wire.abortUpstream();
        if (responseSent
                && flow.error() == null) { // it has its whole answer; the rest of its request is its own affair
            endRequest();
            close(FlowState.COMPLETE, null);
        } else {
            fail(error);
        }
    }

    private void finishIfBothEnded() {
        if (closed || !responseSent || !(requestSent || request == Stage.DISCARDING)) {
            return;
        }
        endRequest();
        close(flow.error() == null ? FlowState.COMPLETE : FlowState.FAILED, flow.error());
        wire.exchangeDone();
    }

    /** Answers in the server's place; what the client still sends of its request is let go. */
    private void answer(HttpResponse answer) {
        byte[] bytes = answer.body() instanceof Body.Inline inline ? inline.bytes() : new byte[0];
        long now = Times.now();
        boolean bodiless = flow.request().method().equals("HEAD");
        HttpResponse recorded = new HttpResponse(
                answer.version(),
                answer.status(),
                answer.reason(),
                answer.headers(),
                answer.trailers(),
                bodiless ? Body.NONE : recorded(bytes),
                now,
                now);
        flow = withResponse(flow, recorded);
        reply(recorded, bodiless ? new byte[0] : bytes);
    }

    private void reply(HttpResponse head, byte[] body) {
        request = Stage.DISCARDING;
        requestWaiting.release();
        responseWaiting.release();
        response = Stage.STREAMING;
        responseEnded = true;
        wire.sendResponseHead(head);
        if (body.length > 0) {
            wire.sendResponseData(Chunk.of(body));
        }
        responseSent = true;
        wire.sendResponseEnd(null);
        wire.holdRequest(false);
        finishIfBothEnded();
    }

    /** Answers with an error page and records the error; the record keeps no response, for the server gave none. */
    private void refuse(int status, FlowError error) {
        wire.abortUpstream();
        HttpResponse page = ErrorPage.of(status, error);
        if (response != Stage.AHEAD) {
            flow = withResponse(flow, flow.response().ended(responseTee.finish(false), null, Times.now()));
        }
        flow = Edits.withError(flow, error);
        byte[] body = flow.request().method().equals("HEAD") || !(page.body() instanceof Body.Inline inline)
                ? new byte[0]
                : inline.bytes();
        reply(page, body);
    }

    private void drop(String reason) {
        wire.abortUpstream();
        fail(new FlowError(FlowError.Step.ADDON, reason, Times.now()));
        wire.abortClient();
    }

    /** What came of the request is all there will be. */
    private void endRequest() {
        if (!requestEnded) {
            requestEnded = true;
            flow = withRequest(flow, flow.request().ended(requestTee.finish(false), null, Times.now()));
        }
    }

    private void fail(FlowError error) {
        endRequest();
        if (flow.response() != null && !responseEnded) {
            responseEnded = true;
            flow = withResponse(flow, flow.response().ended(responseTee.finish(false), null, Times.now()));
        }
        close(FlowState.FAILED, error);
    }

    private void close(FlowState state, @Nullable FlowError error) {
        closed = true;
        request = Stage.DISCARDING;
        response = Stage.DISCARDING;
        requestWaiting.release();
        responseWaiting.release();
        if (held != null) {
            held.cancel();
        }
        open();
        flow = Edits.ended(flow, state, System.nanoTime() - startedAt, error);
        buses.facts().publish(new FlowEvent.Closed(flow));
        if (error != null && !buses.hooks().isEmpty(Hook.ERROR)) {
            buses.hooks().run(Hook.ERROR, flow.id(), flow, limit -> {}, loop, outcome -> {});
        }
    }

    // ---- revisions

    private void open() {
        if (!opened) {
            opened = true;
            buses.facts().publish(new FlowEvent.Opened(flow));
        }
    }

    private void changed(HttpFlow next) {
        flow = Edits.nextRevision(next);
        if (opened) {
            buses.facts().publish(new FlowEvent.Changed(flow));
        }
    }

    /** Takes over what handlers made of the flow; keeps it as it passed at the first edit. */
    private void edited(HttpFlow next) {
        if (next != flow) {
            flow = Edits.edited(flow, next);
        }
    }

    /** Takes over notes of handlers that see a message after it passed; nothing else can change any more. */
    private void noted(HttpFlow next) {
        if (!next.notes().equals(flow.notes()) && !closed) {
            changed(Edits.withNotes(flow, next.notes()));
        }
    }

    private Body recorded(byte[] bytes) {
        BodyTee tee = new BodyTee(buses);
        tee.expect(bytes.length);
        tee.add(Chunk.of(bytes));
        return tee.finish(true);
    }

    private HttpFlow withServer(Peer server) {
        return Edits.withServer(flow, server);
    }

    private static HttpFlow withRequest(HttpFlow flow, HttpRequest next) {
        return Edits.withRequest(flow, next);
    }

    private static HttpFlow withResponse(HttpFlow flow, @Nullable HttpResponse next) {
        return Edits.withResponse(flow, next);
    }

    private static Headers withLength(Headers headers, int length) {
        return headers.without(
                        name -> name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding"))
                .with("Content-Length", Integer.toString(length));
    }

    private static long contentLength(Headers headers) {
        String length = headers.get("Content-Length");
        if (length == null || length.isEmpty() || length.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < length.length(); i++) {
            char digit = length.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            value = 10 * value + digit - '0';
        }
        return value;
    }
}
