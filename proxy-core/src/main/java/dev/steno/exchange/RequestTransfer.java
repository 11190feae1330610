package dev.steno.exchange;

import dev.steno.addon.End;
import dev.steno.addon.Hook;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.head.Framing;
import dev.steno.exchange.head.HopByHop;
import dev.steno.exchange.head.MaxForwards;
import dev.steno.flow.Body;
import dev.steno.flow.BodySource;
import dev.steno.flow.DuplexSource;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.TrailerRoom;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The transfer of an exchange's request to the server. On the exchange's event loop. */
final class RequestTransfer extends MessageTransfer {
    private static final long FLUSHED = TimeUnit.MILLISECONDS.toNanos(20);

    private long bodySent; // bytes
    private boolean retried;
    private boolean askedForBody; // by a 100 of ours
    private long cutAt; // bytes of the body; matters if there is an error
    private @Nullable FlowError cutError; // why
    private int attempts; // connections asked for
    private @Nullable Endpoint substitute; // the server that a handler chose after a failure
    private @Nullable DuplexSource reader; // the answer that takes the place of the server

    RequestTransfer(ExchangeScope exchange) {
        super(exchange, Hook.REQUEST_HEAD, Hook.REQUEST);
    }

    @Override
    long announcedLength() {
        return Framing.contentLength(flow.request().headers());
    }

    @Override
    @Nullable
    public String whyNoTrailers(HttpFlow ended) {
        return TrailerRoom.whyNoneInRequest(ended);
    }

    @Override
    public void endWith(@Nullable Headers trailers, Notes notes) {
        flow.applyEdit(flow.request().withTrailers(trailers), flow.response(), notes);
    }

    private void makeRoomForTrailers() {
        if (mayGrowTrailers()) {
            HttpRequest head = withTrailerRoom(flow.request());
            flow.applyEdit(head, flow.response(), flow.flow().notes());
        }
    }

    /** Without Content-Length, since HTTP/1 sends trailers only behind chunks. */
    private static HttpRequest withTrailerRoom(HttpRequest head) {
        return Framing.contentLength(head.headers()) > 0
                ? head.withHeaders(head.headers().remove("Content-Length"))
                : head;
    }

    @Override
    public Body body(HttpFlow shown) {
        return shown.request().body();
    }

    @Override
    public HttpFlow withBody(HttpFlow of, Body body) {
        return of.withRequest(of.request().withBody(body));
    }

    @Override
    @Nullable
    public Headers trailers(HttpFlow of) {
        return of.request().trailers();
    }

    @Override
    public HttpFlow ended(HttpFlow of, Body body, @Nullable Headers trailers) {
        return of.withRequest(of.request().ended(body, trailers, Times.now()));
    }

    @Override
    boolean takesTransform() {
        HttpRequest head = flow.request();
        boolean framed = !head.version().startsWith("HTTP/1.") && announcedLength() < 0;
        return announcedLength() > 0
                || head.headers().contains("Transfer-Encoding")
                || framed && !head.method().equals("CONNECT") && !isIdempotent(head.method());
    }

    @Override
    void beginTransform() {
        HttpRequest head = flow.request();
        flow.replaceRequest(
                head.withHeaders(head.headers().remove("Content-Length")).ended(Body.NONE, null, Times.UNSET));
    }

    @Override
    public void applyEdit(HttpFlow shown, HttpFlow after, @Nullable Body replaced) {
        HttpRequest given = shown.request();
        HttpRequest made = after.request();
        HttpRequest now = flow.request(); // more of it may have arrived while the hook decided
        HttpRequest next = now;
        if (made != given && !made.equals(given)) {
            Headers trailers = Objects.equals(made.trailers(), given.trailers()) ? now.trailers() : made.trailers();
            Body body = replaced == null ? now.body() : replaced;
            next = made.ended(body, trailers, now.ended()).withPseudoFields();
        }
        if (replaced != null) {
            next = next.withHeaders(Framing.withChangedBody(next.headers(), next.version(), replaced.trueSize()));
        }
        if (next.trailers() != null && !Objects.equals(next.trailers(), now.trailers())) {
            next = withTrailerRoom(next);
        }
        flow.applyEdit(next, flow.response(), flow.merged(shown.notes(), after.notes()));
    }

    @Override
    public boolean mayHaveBody(HttpFlow shown) {
        return true;
    }

    /** Sends a 100 (Continue) if the client expects one before it sends the body (RFC 9110, 10.1.1). */
    @Override
    void askForBody() {
        if (flow.request().headers().hasToken("Expect", "100-continue")) {
            askedForBody = true;
            long now = Times.now();
            wire.sendInterim(new HttpResponse("HTTP/1.1", 100, "Continue", Headers.EMPTY, null, Body.NONE, now, now));
        }
    }

    /** Whether the client was sent a 100, so that that of the server would be a second one. */
    boolean hasAskedForBody() {
        return askedForBody;
    }

    @Override
    void forward() {
        makeRoomForTrailers();
        HttpResponse last = MaxForwards.answer(flow.request());
        if (last == null) {
            connectUpstream(false);
        } else {
            exchange.answer(last, "");
        }
    }

    /** Only with Content-Length: the wire frames a request by what the client sent, which may have had no body. */
    @Override
    public boolean takesSource(BodySource source) {
        return source.length() >= 0;
    }

    @Override
    void replaceBody(Body.Source body) {
        truncate();
        HttpRequest head = flow.request();
        flow.replaceRequest(head.withHeaders(Framing.withLength(head.headers(), body.trueSize()))
                .ended(Body.NONE, null, Times.UNSET));
        sendWithBody(body, null, this::forward);
    }

    private void connectUpstream(boolean fresh) {
        enterStage(TransferStage.CONNECTING);
        attempts++;
        wire.connectUpstream(server(), flow.request().scheme().equals("https"), fresh);
        if (stage() == TransferStage.CONNECTING && !hasEnded()) {
            holdReading(true);
        }
    }

    /** Gives what arrives of the request to an answer; returns false if its body takes nothing. */
    boolean giveTo(Body answer) {
        if (!(answer instanceof Body.Source body) || !(body.source() instanceof DuplexSource duplex)) {
            return false;
        }
        reader = duplex;
        enterStage(TransferStage.STREAMING);
        streamBody();
        return true;
    }

    /** Whether the response's end is that of the exchange, however much of the request is still to come. */
    boolean endsWithResponse() {
        return stage() == TransferStage.DISCARDING || reader != null;
    }

    /** The server that the request is for. */
    Endpoint server() {
        HttpRequest target = flow.request();
        return substitute == null ? new Endpoint(target.host(), target.port()) : substitute;
    }

    /** The number of connections that were asked for so far. */
    int attempts() {
        return attempts;
    }

    /** The connection is established: sends the request. */
    void upstreamReady(Peer server) {
        if (stage() != TransferStage.CONNECTING) {
            return;
        }
        flow.setServer(server);
        enterStage(TransferStage.STREAMING);
        HttpRequest head = flow.request();
        wire.sendRequestHead(head.withHeaders(MaxForwards.counted(head, HopByHop.forwarded(head))));
        streamBody();
    }

    /**
     * Retries the request over a new connection if it is idempotent (RFC 9110, 9.2.2) or unprocessed, and if the sent
     * part of its body is still in memory. Retries at most once; returns whether it does.
     *
     * @param unprocessed whether the server guarantees that it did not process the request
     */
    boolean retry(boolean unprocessed) {
        if (!mayRetry(unprocessed) || !canRewind()) {
            return false;
        }
        retried = true;
        wire.abortUpstream();
        rewind();
        return true;
    }

    /** The server failed: the request waits for a handler, and what arrives of it is queued. */
    void awaitDecision() {
        enterStage(TransferStage.IN_HOOK);
    }

    /**
     * Sends the request from its start over a new connection. Call only while {@link #canRewind}.
     *
     * @param to the server to connect to; null for the present one
     */
    void sendAgain(@Nullable Endpoint to) {
        substitute = to == null ? substitute : to;
        rewind();
    }

    private void rewind() {
        if (!waiting.rewind(bodySent)) {
            requeue(new Body.Inline(bodyInMemory()));
        }
        bodySent = 0;
        markUnsent();
        connectUpstream(true);
    }

    /** Whether the sent part of the body, if any, can be sent again: it is in memory, or the body was held in the session. */
    boolean canRewind() {
        return waiting.canRewind(bodySent) || bodyInMemory().length == bodySent + waiting.size();
    }

    /** Whether {@link #retry} is allowed, regardless of the body. */
    boolean mayRetry(boolean unprocessed) {
        return !retried && (unprocessed || isIdempotent(flow.request().method()));
    }

    boolean hasSentBody() {
        return bodySent > 0;
    }

    private static boolean isIdempotent(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }

    /**
     * Forwards the part of the request that an end lets pass, and then ends the exchange. Returns false if the end is of
     * another kind, or more of the request was sent.
     */
    boolean cutsFor(End end, FlowError error) {
        if (!(end instanceof End.TruncateRequest cut)
                || stage() == TransferStage.DISCARDING
                || wasSent()
                || bodySent > cut.bytes()) {
            return false;
        }
        cutAt = cut.bytes();
        cutError = error;
        if (stage() == TransferStage.IN_HOOK || stage() == TransferStage.BUFFERING) {
            cancelHook();
            forward();
        } else if (stage() == TransferStage.STREAMING && bodySent == cutAt) {
            cut(error);
        }
        return true;
    }

    @Override
    public void sendData(Chunk chunk) {
        if (reader != null) {
            byte[] bytes = new byte[chunk.size()];
            chunk.copyTo(0, bytes, 0, bytes.length);
            chunk.release();
            reader.requestData(bytes);
            return;
        }
        Chunk part = cutError == null ? chunk : chunk.beginning(cutAt - bodySent);
        bodySent += part.size();
        if (part.size() > 0) {
            wire.sendRequestData(part);
        }
        if (cutError != null && bodySent >= cutAt) {
            cut(cutError);
        }
    }

    /** Ends the exchange after 20 ms: the wire flushes what was written within a few turns of the loop, and does not report it. */
    private void cut(FlowError error) {
        exchange.onTimer(FLUSHED, () -> {
            if (!flow.isClosed()) {
                exchange.abort(error, End.CLOSE);
            }
        });
    }

    @Override
    void sendEnd() {
        if (reader != null) {
            reader.requestEnded();
            return;
        }
        if (cutError != null) {
            cut(cutError);
            return;
        }
        wire.sendRequestEnd(HopByHop.stripTrailers(flow.request().trailers()));
    }

    @Override
    void pauseReading(boolean held) {
        wire.holdRequest(held);
    }

    @Override
    public Headers headers() {
        return flow.request().headers();
    }

    @Override
    void recordBody(Body soFar) {
        flow.setRequestBody(soFar);
    }

    @Override
    void recordEnd(Body whole, @Nullable Headers trailers) {
        flow.endRequest(whole, trailers);
    }
}
