package dev.steno.net.http1;

import dev.steno.exchange.HttpExchange;
import dev.steno.exchange.head.Framing;
import dev.steno.exchange.head.HopByHop;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.net.channel.AutoRead;
import dev.steno.net.channel.ByteBufChunk;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.IdleWatch;
import dev.steno.net.channel.StalledWrite;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.net.http.InterimResponseLimit;
import dev.steno.net.http.MessageTrace;
import dev.steno.net.http.UpstreamChannel;
import dev.steno.net.http.UpstreamConnection;
import dev.steno.net.http.UpstreamListener;
import dev.steno.net.http.UpstreamProvider;
import dev.steno.net.http.UpstreamStream;
import dev.steno.net.mode.NextProxy;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1 connection to a server: carries one exchange at a time, and is kept alive between exchanges (RFC 9112, 9.3). An
 * unsolicited response closes the connection, so that no response is ever matched with the wrong request. On the event loop of the
 * client's connection.
 */
public final class Http1UpstreamHandler extends ChannelInboundHandlerAdapter
        implements UpstreamStream, UpstreamConnection {
    private static final String UNASKED = " sent a response that was not asked for";

    /** What the connection was used for before the exchange in progress, or before the next one. */
    private enum Past {
        /** Nothing: it was opened for the first request. */
        NEW,
        /** Nothing, but it was opened ahead of any request, at {@link #adoptedAt}. */
        ADOPTED,
        /** It has carried an exchange. */
        USED,
        /** The server sent bytes while no exchange was attached, and the connection was closed. Final. */
        UNSOLICITED
    }

    /** How far the response to the exchange in progress has been read. */
    private enum ResponseStage {
        /** No final head has been read, and the parser is between heads. */
        AWAITED,
        /** The head of an interim response was read; the parser reports its end next. */
        INTERIM,
        /** The final head was read, or the response turned out to be malformed. A failure is not retried from here on. */
        BEGUN,
        /** The whole response was read; the request may still be on its way. */
        ENDED
    }

    private final Channel channel;
    private final Peer peer;
    private final boolean tls;
    private final @Nullable NextProxy forwarder;
    private final Http1ResponseDecoder decoder;
    private final UpstreamProvider upstreams;
    private final Duration idleTimeout;

    private ChannelHandlerContext context; // set when the handler is added
    private Http1RequestWriter request;
    private IdleWatch idle;
    private @Nullable UpstreamListener client;
    private @Nullable HttpExchange exchange;
    private @Nullable UpstreamListener readingFor;
    private @Nullable WebSocketHandshake handshake;
    private final InterimResponseLimit interims = new InterimResponseLimit();
    private Past past = Past.NEW;
    private long adoptedAt; // System.nanoTime; set with Past.ADOPTED
    private ResponseStage stage = ResponseStage.AWAITED;

    // Independent facts: any combination of these occurs. All but the first are about the exchange in progress.
    private boolean taken; // the pool has handed the connection out
    private boolean reused; // the server may have closed the connection before it saw the request
    private boolean requestFlushed; // a part of the request may have been sent
    private boolean requestSent; // the request's end was written, possibly ahead of the first flush
    private boolean keepAlive; // the server keeps the connection open after the response

    public Http1UpstreamHandler(
            UpstreamChannel upstream,
            boolean tls,
            Http1ResponseDecoder decoder,
            UpstreamProvider upstreams,
            Duration idle) {
        this.channel = upstream.channel();
        this.peer = upstream.peer();
        this.tls = tls;
        this.forwarder = upstream.forwarder();
        this.decoder = decoder;
        this.upstreams = upstreams;
        this.idleTimeout = idle;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public boolean leadsTo(Endpoint target, boolean overTls) {
        return tls == overTls && peer.address().equals(target) && channel.isActive() && !decoder.isAhead();
    }

    @Override
    public boolean carriesWebSockets() {
        return true;
    }

    /**
     * Hands a new connection to the request that it was opened for, unless the server has already sent bytes. Bytes that arrived
     * with the next proxy's last response have been read by now; they answer no request.
     */
    public void offerTo(UpstreamProvider.Callback asking) {
        boolean ahead = past == Past.UNSOLICITED || decoder.isAhead();
        if (!ahead && channel.isActive()) {
            asking.streamReady(openStream());
            return;
        }
        close();
        String what = ahead ? UNASKED : " closed the connection before any response";
        asking.openFailed(Failures.of(FlowError.Step.RESPONSE, 502, peer.address() + what));
    }

    /** The connection was opened ahead of a request, and may be stale when the request arrives (RFC 9112, 9.3.1). */
    public void adopted() {
        past = Past.ADOPTED;
        adoptedAt = System.nanoTime();
    }

    @Override
    public UpstreamStream openStream() {
        taken = true;
        return this;
    }

    @Override
    public boolean hasRoom() {
        return !taken;
    }

    @Override
    public boolean isIdle() {
        return !taken;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        request = new Http1RequestWriter(added, this::flush);
        // while we have paused reading, silence does not count as idle time
        idle = new IdleWatch(
                channel,
                idleTimeout,
                () -> exchange != null && channel.config().isAutoRead(),
                () -> failed(504, peer.address() + " sent nothing for too long (timed out)", false));
    }

    @Override
    public void attach(UpstreamListener side, HttpExchange served) {
        client = side;
        exchange = served;
        reused = past == Past.USED || past == Past.ADOPTED && System.nanoTime() - adoptedAt > STOOD_NANOS;
        past = Past.USED;
        request.discardDeferred();
        requestFlushed = false;
        requestSent = false;
        stage = ResponseStage.AWAITED;
        interims.reset();
        keepAlive = true;
        idle.touch();
    }

    @Override
    public void detach() {
        client = null;
        exchange = null;
    }

    @Override
    public void handOver() {
        detach();
        channel.pipeline().remove(this);
        channel.pipeline().remove(decoder); // passes the bytes that it has buffered to the next handler
    }

    @Override
    public void releaseExchange() {
        boolean untouched = exchange == null;
        detach();
        if (channel.isActive() && !decoder.isAhead() && (untouched || (requestSent && keepAlive))) {
            taken = false;
            upstreams.giveBack(this);
        } else {
            close();
        }
    }

    // ---- the request

    @Override
    public void sendHead(HttpRequest head, boolean body) {
        Headers headers = Http1Fields.towardsServer(head, tls);
        handshake = headers.contains(":protocol") ? new WebSocketHandshake() : null;
        if (handshake != null) {
            headers = handshake.fields(headers);
        }
        decoder.expect(head.method());
        HttpRequest sent = head.withHeaders(headers);
        if (forwarder != null) {
            sent = ForwardedHead.of(sent, forwarder);
        }
        request.writeHead(sent, body);
    }

    @Override
    public void sendData(ByteBuf data) {
        idle.touch();
        request.writeData(data);
    }

    @Override
    public void sendEnd(@Nullable Headers trailers) {
        requestSent = true;
        idle.touch();
        request.writeEnd(trailers);
    }

    @Override
    public void flush() {
        request.writeDeferred();
        requestFlushed |= request.hasBegun();
        context.flush();
    }

    @Override
    public boolean isReading() {
        return readingFor != null;
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void read(boolean wanted) {
        AutoRead.set(channel, wanted);
    }

    // ---- the response

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        idle.touch();
        if (client != null) {
            readingFor = client;
        }
        if (exchange == null) {
            ReferenceCountUtil.release(message);
            past = Past.UNSOLICITED;
            close();
            return;
        }
        if (!requestFlushed) { // a response that precedes its request is unsolicited
            ReferenceCountUtil.release(message);
            failed(502, peer.address() + UNASKED, true);
            return;
        }
        if (stage == ResponseStage.ENDED) { // the request is still being sent, but its response is complete
            ReferenceCountUtil.release(message);
            failed(502, peer.address() + " sent more than one response", false);
            return;
        }
        if (message instanceof ByteBuf data) {
            MessageTrace.of(client).dataReceived(exchange, data.readableBytes());
            exchange.responseData(new ByteBufChunk(data));
        } else if (message instanceof ResponsePart.Head head) {
            takeHead(head);
        } else if (message instanceof ResponsePart.End end) {
            takeEnd(end);
        } else if (message instanceof ResponsePart.Broken broken) {
            malformed(broken.why());
            return;
        }
        if (client != null) {
            client.updateReads();
        }
    }

    /** The exchange in progress. Call only for parts of a response to it. */
    private HttpExchange current() {
        return Objects.requireNonNull(exchange, "no exchange is in progress");
    }

    private UpstreamListener attached() {
        return Objects.requireNonNull(client, "no exchange is attached");
    }

    private void takeHead(ResponsePart.Head head) {
        HttpResponse response = head.response();
        int status = response.status();
        MessageTrace.of(client).headReceived(exchange, response);
        current().addRemark(head.remarks());
        if (status < 200 && status != 101) {
            stage = ResponseStage.INTERIM;
            String excess = interims.countInterim(response.headers());
            if (excess != null) {
                malformed(excess);
                return;
            }
            current().responseInterim(response.ended(Body.NONE, null, response.started()));
            return;
        }
        if (status == 407 && forwarder != null) { // the next proxy requests credentials from Steno, not from the client
            stage = ResponseStage.BEGUN;
            failed(502, Failures.wantsCredentials(forwarder), false);
            return;
        }
        if (status == 408 && reused && !head.persistent() && current().mayRetry()) {
            // race: the server closed the idle connection while our request was in flight (RFC 9110, 15.5.9)
            failed(502, peer.address() + " closed the connection (408) before any response", true);
            return;
        }
        stage = ResponseStage.BEGUN;
        keepAlive = head.persistent();
        if (status == 101) {
            String wrong = handshake != null
                    ? handshake.fault(response)
                    : HopByHop.upgradeToken(current().flow().request()) == null
                            ? "it switched protocols (101) although the request has no Upgrade field"
                            : null;
            if (wrong != null) {
                malformed(wrong);
                return;
            }
            attached().upgraded();
        }
        if (Framing.opensTunnel(current().flow().request().method(), status)) {
            attached().upgraded();
        }
        current().responseHead(response);
    }

    private void malformed(String why) {
        stage = ResponseStage.BEGUN;
        failed(502, "the response of " + peer.address() + " is malformed: " + why, false);
    }

    private void takeEnd(ResponsePart.End end) {
        if (stage == ResponseStage.INTERIM) {
            stage = ResponseStage.AWAITED;
            return;
        }
        current().addRemark(end.remarks());
        stage = ResponseStage.ENDED;
        MessageTrace.of(client).endReceived(exchange, end.trailers());
        current().responseEnd(end.trailers());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        UpstreamListener side = readingFor;
        readingFor = null;
        if (side != null) {
            side.flush();
            side.updateReads();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        if (client != null) {
            client.updateReads();
        }
    }

    // ---- ends

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ended("closed the connection");
        } else if (event instanceof StalledWrite stuck && exchange != null) {
            failed(504, stuck.by(peer.address().toString()), false);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        request.discardDeferred();
        idle.stop();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        ended("closed the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        UnexpectedErrors.log(cause);
        boolean unsent = cause instanceof ChannelOutputShutdownException || cause instanceof ClosedChannelException;
        if (unsent && exchange != null && channel.isActive() && !((SocketChannel) channel).isInputShutdown()) {
            return; // the server has stopped reading the request; its response may say why and is read to its end
        }
        ended(Failures.broken(cause));
    }

    private boolean hasBegun() {
        return stage == ResponseStage.BEGUN || stage == ResponseStage.ENDED;
    }

    private void ended(String how) {
        if (exchange == null) {
            upstreams.remove(this);
            close();
            return;
        }
        String when = hasBegun() ? "before the response's end" : "before any response";
        failed(502, peer.address() + " " + how + " " + when, true);
    }

    /**
     * Detach before reporting a failure: the exchange may request another connection from inside that call.
     *
     * @param unanswered whether the server closed or broke the connection, possibly before it saw the request
     */
    private void failed(int status, String message, boolean unanswered) {
        HttpExchange served = current();
        UpstreamListener side = attached();
        FlowError error = new FlowError(FlowError.Step.RESPONSE, message, Times.now());
        detach();
        close();
        side.lost(this);
        if (unanswered && !requestFlushed) {
            served.upstreamReset(error, status, true, false);
        } else {
            served.upstreamFailed(error, status, unanswered && reused && !hasBegun());
        }
        side.flush();
        side.updateReads();
    }

    @Override
    public void close() {
        request.discardDeferred();
        channel.close();
    }
}
