package dev.steno.net.http1;

import dev.steno.addon.End;
import dev.steno.exchange.HttpExchange;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.net.channel.AbruptClose;
import dev.steno.net.channel.ByteBufChunk;
import dev.steno.net.channel.Draining;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.IdleWatch;
import dev.steno.net.channel.LingeringClose;
import dev.steno.net.channel.StalledWrite;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http.NettyWire;
import dev.steno.net.http.NextProtocol;
import dev.steno.net.http.ProxyCredentials;
import dev.steno.net.http.RequestTarget;
import dev.steno.net.http.ResponseWriter;
import dev.steno.net.http.UpstreamProvider;
import dev.steno.net.http.UpstreamStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Serves an HTTP/1 client connection: one exchange at a time; pipelined requests are queued in order (RFC 9112, 9.3.2). Implements
 * the wire of its exchange, and applies back-pressure from the server and from the store to the client and vice versa. On the
 * connection's event loop.
 */
public final class Http1ClientHandler extends NettyWire {
    /** Whether the connection takes another request. Only goes forward. */
    private enum Stage {
        /** It does, once the exchange in progress is done. */
        OPEN,
        /** It does not: it closes after the exchange in progress. */
        LAST,
        /** It is being closed, or is closed; further input is discarded. */
        CLOSING
    }

    private final NextProtocol next;
    private final Http1RequestReader reader;
    private final Http1RequestDecoder decoder;
    private final RequestHeadTimer headTimer;
    private final ArrayDeque<HttpObject> pipelined = new ArrayDeque<>();
    private IdleWatch idle;
    private @Nullable Http1ResponseWriter response;
    private @Nullable Endpoint connectTarget;

    /** The credentials that the latest request has for a proxy at the end of the tunnel; null if it has none. */
    private @Nullable String credentials;

    private Stage stage = Stage.OPEN;

    // Independent facts: any combination of these occurs, in every stage.
    private boolean requestRead = true; // the end of the latest request was read, or there is no request yet
    private boolean requestHasBody; // of the latest request
    private boolean upgraded; // the server agreed to change the protocol; undone if its connection is lost after that
    private boolean inputShut; // the client half-closed; complete requests may still be queued
    private boolean takingPipelined; // takePipelined() is on the stack and continues by itself
    private String whyEnded = "the client closed the connection";

    /**
     * @param decoder the parser before it in the pipeline
     * @param origin the server of the tunnel or the reverse listener; null if the client speaks to the proxy itself
     */
    public Http1ClientHandler(
            ClientConnection client,
            UpstreamProvider upstreams,
            NextProtocol next,
            Http1RequestDecoder decoder,
            RequestTarget.@Nullable Origin origin) {
        super(client, upstreams);
        this.next = next;
        this.decoder = decoder;
        this.headTimer = new RequestHeadTimer(client, this::refuseLate);
        this.reader = new Http1RequestReader(origin, client.peer().local());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        super.handlerAdded(added);
        // While a head is arriving, the header timeout applies instead.
        idle = new IdleWatch(
                added.channel(),
                client.proxy().settings().timeouts().idle(),
                () -> exchange == null && !headTimer.isRunning(),
                added::close);
    }

    // ---- what the client sends

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        reading = true;
        idle.touch();
        if (isClosing() || !(message instanceof HttpObject part)) {
            ReferenceCountUtil.release(message);
        } else {
            pipelined.add(part);
            takePipelined();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        reading = false;
        flush();
        updateReads();
        watchHead();
    }

    /** Starts the header timeout if a read ended within a head. Most heads arrive in one read and need no timer. */
    private void watchHead() {
        if (exchange == null && !isClosing() && requestRead && pipelined.isEmpty() && decoder.isInHead()) {
            headTimer.startTimer();
        }
    }

    private void refuseLate() {
        refuseHead(
                408,
                "the request's head was not complete within "
                        + headTimer.limit().toMillis() + " ms");
    }

    /** Records and answers a request whose head is not complete. */
    private void refuseHead(int status, String why) {
        if (exchange == null && !isClosing()) {
            refuse(LastHttpContent.EMPTY_LAST_CONTENT, Failures.of(FlowError.Step.REQUEST, status, why));
            flush();
        }
    }

    private void takePipelined() {
        if (takingPipelined) {
            return; // re-entrant: an exchange ended inside the loop below, which continues with the next request
        }
        takingPipelined = true;
        while (!pipelined.isEmpty() && !isClosing() && !upgraded && mayTake()) {
            takePart(pipelined.remove());
        }
        takingPipelined = false;
        if (inputShut && pipelined.isEmpty()) {
            inputEnded();
        }
    }

    /** Back-pressure for pipelining: no new request is taken while the client's socket is not writable. */
    private boolean mayTake() {
        return exchange == null ? context.channel().isWritable() : !requestRead;
    }

    private void takePart(HttpObject part) {
        if (part.decoderResult().isFailure()) {
            refuse(part, Http1RequestReader.malformed(part.decoderResult().cause()));
            ReferenceCountUtil.release(part);
            return;
        }
        if (part instanceof Http1Request head) {
            takeHead(head);
        }
        if (part instanceof HttpContent content) {
            ByteBuf data = content.content();
            if (exchange != null && data.isReadable()) {
                trace.dataReceived(exchange, data.readableBytes());
                exchange.requestData(new ByteBufChunk(data));
            } else {
                data.release();
            }
            if (content instanceof LastHttpContent last) {
                takeEnd(last);
            }
        }
    }

    private void takeHead(Http1Request head) {
        headTimer.cancelTimer();
        requestRead = false;
        requestHasBody = Http1Codec.hasBody(head);
        if (!reader.wantsKeepAlive(head)) {
            takeNoFurtherRequest();
        }
        Http1RequestReader.Read read = reader.read(head);
        if (read.connect() != null) {
            connectTarget = read.connect();
            client.opensTunnelAs(head.fields().get("user-agent"));
            return;
        }
        credentials = read.credentials();
        beginExchange(read.request());
        current().addRemark(head.remarks());
        if (read.refusal() != null) {
            takeNoFurtherRequest();
            current().requestBroken(read.refusal().error(), read.refusal().status());
        } else {
            current().beginRequest();
        }
    }

    private void beginExchange(HttpRequest request) {
        startExchange(request);
        response = new Http1ResponseWriter(context, request.method(), request.version());
    }

    private void takeEnd(LastHttpContent last) {
        requestRead = true;
        if (connectTarget != null) {
            upstreams.close();
            next.openTunnel(connectTarget, Http1Encoder.established());
            leave();
        } else if (exchange != null) {
            Headers trailers = last.trailingHeaders().isEmpty()
                    ? null
                    : ProxyCredentials.withhold(Http1Codec.headers(last.trailingHeaders()));
            trace.endReceived(exchange, trailers);
            exchange.requestEnd(trailers);
        }
    }

    private void refuse(HttpObject part, Failures.Failure failure) {
        headTimer.cancelTimer();
        takeNoFurtherRequest();
        requestHasBody = true; // the bytes that follow are never read
        requestRead = false;
        if (exchange == null) {
            beginExchange(reader.broken(part));
        }
        current().requestBroken(failure.error(), failure.status());
    }

    // ---- what the exchange asks for

    @Override
    protected HttpRequest outgoing(HttpRequest head) {
        return credentials == null ? head : head.withHeaders(head.headers().with(ProxyCredentials.FIELD, credentials));
    }

    @Override
    protected boolean requestHasBody() {
        return requestHasBody;
    }

    @Override
    protected @Nullable ResponseWriter response() {
        return response;
    }

    private Http1ResponseWriter http1Writer() {
        return Objects.requireNonNull(response, "no request was read");
    }

    @Override
    public void sendResponseHead(HttpResponse head) {
        boolean neverRead = isUnread() && !current().isStreamingRequest();
        if (neverRead || inputShut && pipelined.isEmpty()) {
            takeNoFurtherRequest();
        }
        if (stage != Stage.OPEN) {
            http1Writer().closesAfter();
        }
        super.sendResponseHead(head);
    }

    @Override
    public void abortUpstream() {
        upgraded = false;
        super.abortUpstream();
    }

    @Override
    public void abortClient(End end) {
        stage = Stage.CLOSING;
        context.flush();
        updateReads();
        if (AbruptClose.end(
                context.channel(), end, client.proxy().settings().timeouts().idle())) {
            return;
        }
        if (response != null && response.isDelimitedByClose() && context.channel() instanceof SocketChannel socket) {
            socket.config().setSoLinger(0); // sends RST: a FIN would look like the end of the body
        }
        context.close();
    }

    @Override
    public void exchangeDone() {
        HttpExchange done = current();
        UpstreamStream served = upstream;
        exchange = null;
        upstream = null;
        idle.touch();
        if (upgraded && served != null && !pipelined.isEmpty() && !done.isWebSocket()) {
            spokeTooSoon(served, done.flow().request());
            return;
        }
        if (upgraded && served != null) {
            next.relay(this, served, done);
            return;
        }
        if (upgraded) { // the server closed while addons handled its 101
            if (done.isWebSocket()) {
                broken(done);
            }
            close();
            return;
        }
        boolean serverIsRead = served != null && served.isReading();
        if (served != null) {
            releaseUpstream(served, done);
        }
        if (stage != Stage.OPEN || http1Writer().isDelimitedByClose() || isUnread()) {
            close();
        } else if (serverIsRead && !pipelined.isEmpty()) {
            // deferred: bytes that arrived with this response precede the next request, so they must not be read as
            // the response to it
            client.loop().execute(this::takeNext);
        } else {
            takeNext();
        }
    }

    /**
     * The client's bytes before the CONNECT or upgrade was accepted were parsed as HTTP. The raw stream would lack them, so it
     * fails.
     */
    private void spokeTooSoon(UpstreamStream served, HttpRequest asked) {
        served.close();
        client.recordFailure(
                new Endpoint(asked.host(), asked.port()),
                served.peer(),
                "tcp",
                error("the client sent bytes for another protocol before the server had agreed to it"));
        close();
    }

    @Override
    public void handOver() {
        leave();
    }

    /** Removes the HTTP/1 handlers; bytes that the parser has buffered are passed to the handlers after them. */
    private void leave() {
        ChannelPipeline pipeline = context.pipeline();
        pipeline.remove(this);
        if (pipeline.get(HandlerNames.AUTH) != null) {
            pipeline.remove(HandlerNames.AUTH);
        }
        pipeline.remove(decoder);
    }

    private void takeNext() {
        if (exchange == null && !context.isRemoved()) {
            takePipelined();
            watchHead();
            flush();
            updateReads();
        }
    }

    @Override
    public void upgraded() {
        upgraded = true;
    }

    // ---- reading

    @Override
    protected boolean wantsInput(boolean admitted, boolean bodyTaken) {
        boolean between = exchange == null; // the next request may be refused, which needs nothing of the store
        boolean admits = admitted || between && client.proxy().addons().record().refuses();
        boolean clientTakes = !between || context.channel().isWritable();
        return isClosing() || (admits && pipelined.isEmpty() && clientTakes && (requestRead || bodyTaken));
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        takePipelined();
        updateReads();
    }

    // ---- ends

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event == Draining.EVENT) {
            takeNoFurtherRequest();
            if (exchange == null || exchange.isClosed()) {
                if (decoder.isInHead()) {
                    refuseHead(503, Draining.CUT_OFF);
                }
                context.close();
            }
        } else if (event == Draining.GRACE_OVER) {
            whyEnded = Draining.CUT_OFF;
        } else if (event instanceof StalledWrite stuck) {
            whyEnded = stuck.by("the client");
        } else if (event instanceof ChannelInputShutdownEvent) {
            inputShut = true;
            if (isClosing() || client.peer().tls() != null) {
                context.close(); // not every TLS engine supports half-close
            } else {
                takePipelined();
            }
        }
    }

    /**
     * The client half-closed its connection; a complete request is still answered. If its message waits for a decision, the
     * client has probably left: a close cannot be told from a half-close until something is sent to it.
     */
    private void inputEnded() {
        if (exchange == null) {
            close();
        } else if (exchange.awaitsDecision()
                && !client.proxy().settings().http().keepHalfClosed()) {
            leaveExchange(error(whyEnded));
        } else if (!requestRead) {
            requestRead = true;
            takeNoFurtherRequest();
            FlowError error = error("the client closed the connection before the request's end");
            if (http1Writer().isEnded()) {
                leaveExchange(error);
            } else {
                exchange.requestBroken(error, 400);
            }
        } else if (!client.proxy().settings().http().keepHalfClosed()) {
            GoneClientWatch.start(context, this::isAnswering, () -> leaveExchange(error(whyEnded)));
        }
    }

    private void leaveExchange(FlowError how) {
        current().clientGone(how);
        exchange = null;
        close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        stage = Stage.CLOSING;
        if (exchange != null) {
            exchange.clientGone(error(whyEnded));
        }
        upstreams.close();
        releasePipelined();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        super.handlerRemoved(removed);
        idle.stop();
        headTimer.cancelTimer();
        releasePipelined();
    }

    private void releasePipelined() {
        pipelined.forEach(ReferenceCountUtil::release);
        pipelined.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        UnexpectedErrors.log(cause);
        context.close();
    }

    private void takeNoFurtherRequest() {
        stage = stage == Stage.OPEN ? Stage.LAST : stage;
    }

    private boolean isClosing() {
        return stage == Stage.CLOSING;
    }

    /** Whether the client has yet to send more of its request. */
    private boolean isUnread() {
        return !requestRead && requestHasBody;
    }

    /** Closes once all written bytes are sent. */
    private void close() {
        if (!isClosing()) {
            stage = Stage.CLOSING;
            LingeringClose.close(context, isUnread());
            updateReads();
        }
    }
}
