package dev.steno.net.http;

import dev.steno.exchange.HttpExchange;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.stream.StreamWire;
import dev.steno.exchange.stream.WebSocketRelay;
import dev.steno.exchange.wire.Wire;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocketSource;
import dev.steno.net.channel.AdmissionGate;
import dev.steno.net.channel.AutoRead;
import dev.steno.net.channel.ByteBufChunk;
import dev.steno.net.channel.ConnectionTrace;
import dev.steno.net.channel.ExchangeTicker;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.TraceStep;
import dev.steno.net.conn.ClientConnection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of an exchange, as far as it is the same in all versions of HTTP: takes an upstream stream from the pool and
 * sends the request through it, writes the response, reads from either side only as fast as the other side accepts data and the
 * store records it, and flushes once for each read. On the event loop of the client's connection.
 */
public abstract class NettyWire extends ChannelInboundHandlerAdapter
        implements Wire, UpstreamListener, ExchangeTicker.Watched {
    /** Body bytes within one read after which they are flushed early: the receiver can start, and fewer bytes are queued. */
    private static final int FLUSHED_AT = 64 * 1024;

    protected final ClientConnection client;
    protected final UpstreamProvider upstreams;
    private final AdmissionGate gate;

    /** Set when the handler is added. */
    protected ChannelHandlerContext context;

    @Nullable
    protected HttpExchange exchange;

    @Nullable
    protected UpstreamStream upstream;

    /** Whether a read from the client is in progress; a flush follows at its end. */
    protected boolean reading;

    /** Traces the messages on the client's connection; usually {@link MessageTrace#OFF}. */
    protected MessageTrace trace = MessageTrace.OFF;

    private MessageTrace upstreamTrace = MessageTrace.OFF;
    private final StalledRequestDetector stalled = new StalledRequestDetector();

    // Independent facts, with `reading` above: any combination of these occurs.
    private boolean requestHeld; // the exchange accepts no more of the request
    private boolean responseHeld; // the exchange accepts no more of the response
    private boolean flushPending; // a task that flushes is queued on the loop
    private boolean beating; // the connection's ticker calls beat()
    private int requestUnflushed;
    private int responseUnflushed;

    protected NettyWire(ClientConnection client, UpstreamProvider upstreams) {
        this.client = client;
        this.upstreams = upstreams;
        this.gate = new AdmissionGate(client.proxy().addons().recordBudget(), client.loop(), this::updateReads);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        trace = MessageTrace.of(client.trace(), added.channel());
    }

    /** Subclasses that hold further resources override this and call it. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        gate.close();
    }

    /** Starts an exchange and clears the holds of the previous one. */
    protected final void startExchange(HttpRequest request) {
        startExchange(request, Notes.NONE);
    }

    /** @param notes the notes that its flow begins with */
    protected final void startExchange(HttpRequest request, Notes notes) {
        requestHeld = false;
        responseHeld = false;
        HttpRequest shown = client.proxy().self().withhold(request);
        exchange = new HttpExchange(client.proxy().addons(), this, client.loop(), client.peer(), shown, notes);
        trace.headReceived(exchange, shown);
        if (!beating) {
            beating = true;
            client.pulse().watch(this);
        }
    }

    /** Records the bytes of a slow body that have arrived so far, and ends the exchange if its request has stalled. */
    @Override
    public final boolean beat() {
        HttpExchange current = exchange;
        if (current == null || current.isClosed()) {
            beating = false;
        } else {
            beating = true;
            current.recordSlowBodies();
            endIfStalled(current);
        }
        return beating;
    }

    /** Whether a response has begun and not ended. */
    protected final boolean isAnswering() {
        return exchange != null && exchange.flow().response() != null;
    }

    /** The exchange in progress. Call only during an exchange. */
    protected final HttpExchange current() {
        return Objects.requireNonNull(exchange, "no exchange is in progress");
    }

    private void endIfStalled(HttpExchange current) {
        Duration limit = client.proxy().settings().timeouts().idle();
        boolean read = context.channel().config().isAutoRead();
        if (stalled.isStalled(current.bufferedRequestBytes(), read, limit.toNanos())) {
            String why = "the client sent nothing of its request for " + limit.toMillis()
                    + " ms (timed out; --idle-timeout)";
            current.requestBroken(new FlowError(FlowError.Step.REQUEST, why, Times.now()), 408);
            flushSoon();
        }
    }

    // ---- towards the server

    @Override
    public final void connectUpstream(Endpoint target, boolean tls, boolean fresh) {
        HttpExchange asking = current();
        if (fresh && trace.isOn()) {
            trace.step(TraceStep.RETRY, asking, target.toString());
        }
        UpstreamStream kept = fresh ? null : upstreams.takeStream(target, tls, offersWebSocket());
        if (kept != null) {
            traceUpstream(kept);
            upstreamTrace.step(TraceStep.POOL_TAKEN, asking, "");
            attachUpstream(kept, asking);
            return;
        }
        if (trace.isOn()) {
            trace.step(TraceStep.POOL_ASKED, asking, target.toString());
        }
        upstreams.openStream(target, tls, offersWebSocket(), new UpstreamProvider.Callback() {
            @Override
            public void streamReady(UpstreamStream connected) {
                if (asking != exchange || asking.isClosed()) {
                    connected.releaseExchange();
                    return;
                }
                traceUpstream(connected);
                attachUpstream(connected, asking);
                flushSoon();
            }

            @Override
            public void openFailed(Failures.Failure failure) {
                if (failure.own()) {
                    asking.withholdRequestBody();
                }
                asking.upstreamFailed(failure.error(), failure.status(), false);
                flushSoon();
            }

            @Override
            public void queuedFor(long nanos) {
                waitedForConnection(nanos);
            }
        });
    }

    /** An exchange was queued until a connection to its server was free; called on the event loop. */
    protected void waitedForConnection(long nanos) {
        // only clients that Steno itself is want to know
    }

    private void traceUpstream(UpstreamStream connected) {
        if (trace.isOn()) {
            upstreamTrace = MessageTrace.of(ConnectionTrace.of(connected.channel()), connected.channel());
        }
    }

    private void attachUpstream(UpstreamStream connected, HttpExchange asking) {
        upstream = connected;
        connected.attach(this, asking);
        asking.upstreamReady(connected.peer());
    }

    @Override
    public final void playServer(WebSocketSource server) {
        upstream = PlayedServerHandler.open(client, current(), server);
        upgraded();
    }

    /** Whether the request opens a WebSocket by an extended CONNECT, which not every connection supports. */
    protected boolean offersWebSocket() {
        return false;
    }

    /** Whether a body without Content-Length may follow the request's head. */
    protected abstract boolean requestHasBody();

    private UpstreamStream connected() {
        return Objects.requireNonNull(upstream, "no connection to a server");
    }

    @Override
    public final void sendRequestHead(HttpRequest head) {
        connected().sendHead(ServerCredentials.added(client.mode(), outgoing(head)), requestHasBody());
        upstreamTrace.headSent(exchange, head);
        flushSoon();
    }

    /** The head as it is sent, with the fields that are kept out of the record. */
    protected HttpRequest outgoing(HttpRequest head) {
        return head;
    }

    @Override
    public final void sendRequestData(Chunk chunk) {
        requestUnflushed += chunk.size();
        upstreamTrace.dataSent(exchange, chunk.size());
        connected().sendData(ByteBufChunk.unwrap(chunk));
        if (requestUnflushed >= FLUSHED_AT) {
            requestUnflushed = 0;
            connected().flush();
        } else {
            flushSoon();
        }
    }

    @Override
    public final void sendRequestEnd(@Nullable Headers trailers) {
        upstreamTrace.endSent(exchange, trailers);
        connected().sendEnd(trailers);
        flushSoon();
    }

    @Override
    public void lost(UpstreamStream broken) {
        if (upstream == broken) {
            upstream = null;
        }
    }

    @Override
    public boolean tells(Http2Error code) {
        return false; // HTTP/1 has no codes
    }

    @Override
    public void abortUpstream() {
        if (upstream != null) {
            upstream.detach();
            upstream.close();
            upstream = null;
        }
    }

    // ---- towards the client

    /** The writer of the latest request's response; null before the first request. */
    protected abstract @Nullable ResponseWriter response();

    /** The writer of the response in progress. Call only after a request was read. */
    protected final ResponseWriter writer() {
        return Objects.requireNonNull(response(), "no request was read");
    }

    @Override
    public final void sendInterim(HttpResponse interim) {
        trace.headSent(exchange, interim);
        writer().writeInterim(staying(interim));
        flushSoon();
    }

    @Override
    public void sendResponseHead(HttpResponse head) {
        trace.headSent(exchange, head);
        writer().writeHead(staying(head));
        flushSoon();
    }

    @Override
    public final void sendResponseData(Chunk chunk) {
        responseUnflushed += chunk.size();
        trace.dataSent(exchange, chunk.size());
        writer().writeData(ByteBufChunk.unwrap(chunk));
        if (responseUnflushed >= FLUSHED_AT) {
            responseUnflushed = 0;
            flushClient();
        } else {
            flushSoon();
        }
    }

    @Override
    public void sendResponseEnd(@Nullable Headers trailers) {
        trace.endSent(exchange, trailers);
        writer().writeEnd(trailers == null ? null : staying(trailers));
        flushSoon();
    }

    private HttpResponse staying(HttpResponse head) {
        Headers kept = staying(head.headers());
        return kept == head.headers() ? head : head.withHeaders(kept);
    }

    /** The fields without Alt-Svc, with which the client could bypass the proxy (RFC 7838, 3). */
    private Headers staying(Headers fields) {
        return client.proxy().settings().http().keepAltSvc()
                ? fields
                : fields.without(name -> name.equalsIgnoreCase("Alt-Svc"));
    }

    /** The exchange is over: returns its upstream stream to the provider. */
    protected final void releaseUpstream(UpstreamStream served, HttpExchange done) {
        upstreamTrace.step(TraceStep.POOL_RETURNED, done, "");
        served.flush();
        served.releaseExchange();
    }

    @Override
    public final MessageTrace upstreamTrace() {
        return upstreamTrace;
    }

    /** Leaves the pipeline: the bytes of the raw stream are passed to the handlers after this one. */
    public void handOver() {
        throw new IllegalStateException("a connection that carries streams has no hand-over");
    }

    /** The server closed the connection while addons handled its 101: recorded as a WebSocket that failed before any message. */
    protected static void broken(HttpExchange agreed) {
        WebSocketRelay lost = agreed.startWebSocket(StreamWire.NOWHERE);
        lost.publishOpened();
        lost.closeFlow(null);
    }

    // ---- reading and flushing

    @Override
    public final void holdRequest(boolean held) {
        requestHeld = held;
        updateReads();
    }

    @Override
    public final void holdResponse(boolean held) {
        responseHeld = held;
        updateReads();
    }

    /**
     * Whether the client is to be read.
     *
     * @param admitted whether the store keeps up
     * @param bodyTaken whether the exchange and the server accept more of the request's body
     */
    protected abstract boolean wantsInput(boolean admitted, boolean bodyTaken);

    @Override
    public final void updateReads() {
        if (context.isRemoved()) {
            return; // the connections already carry a raw stream
        }
        boolean admitted = gate.isOpen();
        UpstreamStream to = upstream;
        boolean serverTakes = to == null || to.isWritable();
        boolean wanted = wantsInput(admitted, !requestHeld && serverTakes);
        readClient(wanted);
        trace.reads(exchange, wanted, admitted, requestHeld, serverTakes);
        boolean clientTakes = context.channel().isWritable();
        HttpExchange fed = exchange;
        if (fed != null) {
            fed.requestWanted(admitted && to != null && serverTakes);
            fed.responseWanted(admitted && clientTakes);
        }
        if (to != null) {
            boolean read = admitted && !responseHeld && clientTakes;
            to.read(read);
            upstreamTrace.reads(exchange, read, admitted, responseHeld, clientTakes);
        }
    }

    /** Turns reading from the client on or off. */
    protected void readClient(boolean wanted) {
        AutoRead.set(context.channel(), wanted);
    }

    /** Writes deferred parts of the response; called before a flush. */
    protected final void flushResponse() {
        ResponseWriter begun = response();
        if (begun != null) {
            begun.writeDeferred();
        }
    }

    /** Flushes the bytes written to the client. */
    protected void flushClient() {
        context.flush();
    }

    @Override
    public final void flush() {
        requestUnflushed = 0;
        responseUnflushed = 0;
        flushResponse();
        flushClient();
        if (upstream != null) {
            upstream.flush();
        }
    }

    /** Flushes at the end of the read in progress, or in a later task of the loop if there is none. */
    protected final void flushSoon() {
        if (!reading && !flushPending && (upstream == null || !upstream.isReading())) {
            flushPending = true;
            client.loop().execute(() -> {
                flushPending = false;
                flush();
            });
        }
    }

    protected static FlowError error(String message) {
        return new FlowError(FlowError.Step.RELAY, message, Times.now());
    }
}
