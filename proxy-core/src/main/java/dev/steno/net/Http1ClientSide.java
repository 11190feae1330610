package dev.steno.net;

import dev.steno.exchange.Chunk;
import dev.steno.exchange.HttpExchange;
import dev.steno.exchange.Wire;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1 towards the client: one exchange at a time, pipelined requests wait in order. Carries out what the exchange asks
 * of the wire, and keeps either side from being read faster than the other takes it and the store keeps it.
 */
final class Http1ClientSide extends ChannelInboundHandlerAdapter implements Wire {
    private final ClientConnection client;
    private final Http1Servers servers;
    private final RequestReader reader;
    private final ArrayDeque<HttpObject> pipelined = new ArrayDeque<>();

    private final AdmissionGate admission;

    private @Nullable ChannelHandlerContext context;
    private @Nullable IdleWatch idle;
    private @Nullable HttpExchange exchange;
    private @Nullable ResponseWriter response;
    private @Nullable Http1ServerSide server;
    private @Nullable Endpoint connectTarget;

    private boolean requestHeld;
    private boolean responseHeld;
    private boolean requestRead = true;
    private boolean requestHasBody;
    private boolean keepAlive = true;
    private boolean upgraded;
    private boolean closing;
    private boolean inputShut;
    private boolean stopping;
    private boolean reading;
    private boolean draining;
    private boolean flushPending;

    /** @param origin where a tunnel leads; null where the client speaks to the proxy itself */
    Http1ClientSide(ClientConnection client, Http1Servers servers, RequestHead.@Nullable Origin origin) {
        this.client = client;
        this.servers = servers;
        this.reader = new RequestReader(origin);
        this.admission = new AdmissionGate(client.proxy().buses().admission(), client.loop(), this::updateReads);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        idle = new IdleWatch(
                added.channel(), client.proxy().settings().idleTimeout(), () -> exchange == null, added::close);
    }

    // ---- what the client sends

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        reading = true;
        idle.touch();
        if (closing || !(message instanceof HttpObject part)) {
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
    }

    private void takePipelined() {
        if (draining) {
            return; // an exchange ended within the loop below, which goes on by itself
        }
        draining = true;
        while (!pipelined.isEmpty() && !closing && !upgraded && mayTake()) {
            take(pipelined.remove());
        }
        draining = false;
        if (inputShut && pipelined.isEmpty()) {
            inputEnded();
        }
    }

    /** A client that does not read what it was answered gets nothing further. */
    private boolean mayTake() {
        return exchange == null ? context.channel().isWritable() : !requestRead;
    }

    private void take(HttpObject part) {
        if (part.decoderResult().isFailure()) {
            refuseMalformed(part);
            ReferenceCountUtil.release(part);
            return;
        }
        if (part instanceof io.netty.handler.codec.http.HttpRequest head) {
            takeHead(head);
        }
        if (part instanceof HttpContent content) {
            ByteBuf data = content.content();
            if (exchange != null && data.isReadable()) {
                exchange.requestData(new ByteBufChunk(data));
            } else {
                data.release();
            }
            if (content instanceof LastHttpContent last) {
                takeEnd(last);
            }
        }
    }

    private void takeHead(io.netty.handler.codec.http.HttpRequest head) {
        requestRead = false;
        requestHeld = false;
        responseHeld = false;
        requestHasBody = HttpUtil.isTransferEncodingChunked(head) || HttpUtil.getContentLength(head, 0L) > 0;
        keepAlive = !stopping && RequestReader.wantsKeepAlive(head);
        RequestReader.Read read = reader.read(head);
        if (read.connect() != null) {
            connectTarget = read.connect();
            return;
        }
        start(read.request());
        if (read.refusal() != null) {
            keepAlive = false;
            exchange.requestBroken(read.refusal().error(), read.refusal().status());
        } else {
            exchange.begin();
        }
    }

    private void start(HttpRequest request) {
        exchange = new HttpExchange(client.proxy().buses(), this, client.loop(), client.peer(), request);
        response = new ResponseWriter(context, request.method(), request.version());
    }

    private void takeEnd(LastHttpContent last) {
        requestRead = true;
        if (connectTarget != null) {
            servers.close();
            client.openTunnel(connectTarget);
        } else if (exchange != null) {
            exchange.requestEnd(last.trailingHeaders().isEmpty() ? null : Http1Codec.headers(last.trailingHeaders()));
        }
    }

    private void refuseMalformed(HttpObject part) {
        Failures.Failure failure = RequestReader.malformed(part.decoderResult().cause());
        keepAlive = false;
        requestHasBody = true; // whatever follows is unread for good
        requestRead = false;
        if (exchange == null) {
            start(reader.broken(part));
        }
        exchange.requestBroken(failure.error(), failure.status());
    }

    // ---- what the exchange asks for

    @Override
    public void connect(Endpoint target, boolean tls, boolean fresh) {
        HttpExchange asking = exchange;
        Http1ServerSide kept = fresh ? null : servers.take(target, tls);
        if (kept != null) {
            ready(kept, asking);
            return;
        }
        servers.open(target, tls, new Http1Servers.Result() {
            @Override
            public void ready(Http1ServerSide connected) {
                if (asking != exchange || asking.isClosed()) {
                    servers.give(connected);
                    return;
                }
                Http1ClientSide.this.ready(connected, asking);
                flushSoon();
            }

            @Override
            public void failed(Failures.Failure failure) {
                asking.upstreamFailed(failure.error(), failure.status(), false);
                flushSoon();
            }
        });
    }

    private void ready(Http1ServerSide connected, HttpExchange asking) {
        server = connected;
        connected.attach(this, asking);
        asking.upstreamReady(connected.peer());
    }

    @Override
    public void sendRequestHead(HttpRequest head) {
        server.sendHead(head, requestHasBody);
        flushSoon();
    }

    @Override
    public void sendRequestData(Chunk chunk) {
        server.sendData(ByteBufChunk.unwrap(chunk));
        flushSoon();
    }

    @Override
    public void sendRequestEnd(@Nullable Headers trailers) {
        server.sendEnd(trailers);
        flushSoon();
    }

    @Override
    public void sendInterim(HttpResponse interim) {
        response.interim(interim);
        flushSoon();
    }

    @Override
    public void sendResponseHead(HttpResponse head) {
        keepAlive &= !isUnread() || exchange.isStreamingRequest();
        keepAlive &= !inputShut || !pipelined.isEmpty();
        response.head(head, keepAlive);
        flushSoon();
    }

    @Override
    public void sendResponseData(Chunk chunk) {
        response.data(ByteBufChunk.unwrap(chunk));
        flushSoon();
    }

    @Override
    public void sendResponseEnd(@Nullable Headers trailers) {
        response.end(trailers);
        flushSoon();
    }

    @Override
    public void holdRequest(boolean held) {
        requestHeld = held;
        updateReads();
    }

    @Override
    public void holdResponse(boolean held) {
        responseHeld = held;
        updateReads();
    }

    /** The server's connection broke; what becomes of the exchange is told separately. */
    void lost(Http1ServerSide broken) {
        if (server == broken) {
            server = null;
        }
    }

    @Override
    public void abortUpstream() {
        upgraded = false;
        if (server != null) {
            server.detach();
            server.close();
            server = null;
        }
    }

    @Override
    public void abortClient() {
        closing = true;
        context.flush();
        if (response != null && response.isDelimitedByClose() && context.channel() instanceof SocketChannel socket) {
            socket.config().setSoLinger(0); // a reset: a gentle end would pass for the body's
        }
        context.close();
    }

    @Override
    public void exchangeDone() {
        HttpExchange done = exchange;
        Http1ServerSide served = server;
        exchange = null;
        server = null;
        idle.touch();
        if (upgraded) {
            served.detach();
            client.relay(served, done.flow());
            return;
        }
        if (served != null) {
            served.flush();
            if (served.detach()) {
                servers.give(served);
            } else {
                served.close();
            }
        }
        if (!keepAlive || response.isDelimitedByClose() || isUnread()) {
            close();
        } else {
            takePipelined();
        }
    }

    /** The server agreed to change the protocol; the connections become a raw stream once its response passed. */
    void upgraded() {
        upgraded = true;
    }

    // ---- reading and flushing

    /** Reads from either side only while the other side takes it, the exchange wants it and the store keeps up. */
    void updateReads() {
        if (context.isRemoved()) {
            return; // the connections serve something else by now
        }
        boolean admitted = admission.isOpen();
        Http1ServerSide to = server;
        boolean serverTakes = to == null || to.channel().isWritable();
        boolean clientTakes = exchange != null || context.channel().isWritable();
        boolean requests = closing
                || (admitted && pipelined.isEmpty() && clientTakes && (requestRead || (!requestHeld && serverTakes)));
        setAutoRead(context.channel(), requests);
        if (to != null) {
            setAutoRead(
                    to.channel(), admitted && !responseHeld && context.channel().isWritable());
        }
    }

    private static void setAutoRead(Channel channel, boolean wanted) {
        if (channel.isActive() && channel.config().isAutoRead() != wanted) {
            channel.config().setAutoRead(wanted);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        takePipelined();
        updateReads();
    }

    void flush() {
        context.flush();
        if (server != null) {
            server.flush();
        }
    }

    /** Flushes at the end of the read that is under way, or soon if none is. */
    private void flushSoon() {
        if (!reading && !flushPending && (server == null || !server.isReading())) {
            flushPending = true;
            client.loop().execute(() -> {
                flushPending = false;
                flush();
            });
        }
    }

    // ---- ends

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event == Draining.EVENT) {
            stopping = true;
            keepAlive = false;
            if (exchange == null) {
                context.close();
            }
        } else if (event instanceof ChannelInputShutdownEvent) {
            inputShut = true;
            if (closing || client.peer().tls() != null) {
                context.close(); // TLS has no half-close with every engine
            } else {
                takePipelined();
            }
        }
    }

    /** The client shut its side; a request that came whole is still answered. */
    private void inputEnded() {
        if (exchange == null) {
            close();
        } else if (!requestRead) {
            requestRead = true;
            keepAlive = false;
            FlowError error = error("the client closed the connection before the request's end");
            if (response.isEnded()) {
                exchange.clientGone(error);
                exchange = null;
                close();
            } else {
                exchange.requestBroken(error, 400);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        closing = true;
        if (exchange != null) {
            exchange.clientGone(error("the client closed the connection"));
        }
        end();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        idle.stop();
        pipelined.forEach(ReferenceCountUtil::release);
        pipelined.clear();
    }

    private void end() {
        servers.close();
        pipelined.forEach(ReferenceCountUtil::release);
        pipelined.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        Unexpected.log(cause);
        context.close();
    }

    private static FlowError error(String message) {
        return new FlowError(FlowError.Step.RELAY, message, Times.now());
    }

    /** Whether the client has yet to send more of its request. */
    private boolean isUnread() {
        return !requestRead && requestHasBody;
    }

    /** Closes after what was written is out. */
    private void close() {
        if (!closing) {
            closing = true;
            Lingering.close(context, isUnread());
            updateReads();
        }
    }
}
