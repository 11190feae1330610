package dev.steno.net;

import dev.steno.exchange.HopByHop;
import dev.steno.exchange.HttpExchange;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1 towards a server: carries one exchange at a time, and is kept alive between them. What a server says without
 * being asked ends the connection, so that no response is ever taken for another's.
 */
final class Http1ServerSide extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private final Peer peer;
    private final boolean tls;
    private final Http1Codec.ResponseDecoder decoder;
    private final Http1Servers servers;
    private final long idleNanos;

    private @Nullable ChannelHandlerContext context;
    private @Nullable Http1ClientSide client;
    private @Nullable HttpExchange exchange;
    private @Nullable Http1ClientSide readingFor;
    private boolean used;
    private boolean reused;
    private boolean chunked;
    private boolean requestSent;
    private boolean responseBegun;
    private boolean interimEnds;
    private boolean keepAlive;
    private long lastActive = System.nanoTime();

    Http1ServerSide(
            Upstream upstream, boolean tls, Http1Codec.ResponseDecoder decoder, Http1Servers servers, Duration idle) {
        this.channel = upstream.channel();
        this.peer = upstream.peer();
        this.tls = tls;
        this.decoder = decoder;
        this.servers = servers;
        this.idleNanos = idle.toNanos();
    }

    Peer peer() {
        return peer;
    }

    Channel channel() {
        return channel;
    }

    boolean leadsTo(Endpoint target, boolean overTls) {
        return tls == overTls && peer.address().equals(target) && channel.isActive();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        watchIdle(idleNanos);
    }

    /** From here on the connection serves an exchange. */
    void attach(Http1ClientSide side, HttpExchange served) {
        client = side;
        exchange = served;
        reused = used;
        used = true;
        requestSent = false;
        responseBegun = false;
        keepAlive = true;
        lastActive = System.nanoTime();
    }

    /** The exchange is over; whether the connection may serve another. */
    boolean detach() {
        boolean reusable = requestSent && keepAlive && channel.isActive();
        client = null;
        exchange = null;
        return reusable;
    }

    // ---- the request

    /** Sends a head; {@code body} says whether a body without Content-Length follows. */
    void sendHead(HttpRequest head, boolean body) {
        chunked = body && !head.headers().contains("Content-Length");
        Headers headers = head.headers();
        if (!headers.contains("Host")) {
            boolean usual = head.port() == (tls ? 443 : 80);
            headers = headers.with("Host", usual ? head.host() : new Endpoint(head.host(), head.port()).toString());
        }
        if (chunked) {
            headers = headers.with("Transfer-Encoding", "chunked");
        }
        decoder.expect(head.method());
        context.write(Http1Encoder.requestHead(context.alloc(), head.withHeaders(headers)), context.voidPromise());
    }

    void sendData(ByteBuf data) {
        ResponseWriter.writeChunk(context, data, chunked);
    }

    void sendEnd(@Nullable Headers trailers) {
        requestSent = true;
        if (chunked) {
            context.write(Http1Encoder.lastChunk(context.alloc(), trailers), context.voidPromise());
        }
    }

    void flush() {
        context.flush();
    }

    boolean isReading() {
        return readingFor != null;
    }

    // ---- the response

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        lastActive = System.nanoTime();
        if (client != null) {
            readingFor = client;
        }
        if (exchange == null || !(message instanceof HttpObject part)) {
            ReferenceCountUtil.release(message);
            close(); // nobody asked for anything
            return;
        }
        if (part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            malformed(Failures.text(part.decoderResult().cause()));
            return;
        }
        if (part instanceof io.netty.handler.codec.http.HttpResponse head) {
            takeHead(head);
        }
        if (part instanceof HttpContent content) {
            takeContent(content);
        }
        if (client != null) {
            client.updateReads();
        }
    }

    private void takeHead(io.netty.handler.codec.http.HttpResponse head) {
        int status = head.status().code();
        HttpResponse response = new HttpResponse(
                head.protocolVersion().text(),
                status,
                head.status().reasonPhrase(),
                Http1Codec.headers(head.headers()),
                null,
                Body.NONE,
                Times.now(),
                Times.UNSET);
        if (status < 200 && status != 101) {
            interimEnds = true;
            exchange.interim(response.ended(Body.NONE, null, response.started()));
            return;
        }
        responseBegun = true;
        keepAlive = HttpUtil.isKeepAlive(head)
                && (HttpUtil.isContentLengthSet(head)
                        || HttpUtil.isTransferEncodingChunked(head)
                        || decoder.isBodiless(head));
        if (status == 101) {
            if (HopByHop.upgradeToken(exchange.flow().request().headers()) == null) {
                malformed("it changes the protocol unasked");
                return;
            }
            client.upgraded();
        }
        exchange.responseHead(response);
    }

    private void malformed(String why) {
        keepAlive = false;
        responseBegun = true;
        failed(exchange, 502, "the response of " + peer.address() + " is malformed: " + why);
    }

    private void takeContent(HttpContent content) {
        ByteBuf data = content.content();
        if (interimEnds) {
            data.release();
            interimEnds = !(content instanceof LastHttpContent);
            return;
        }
        if (data.isReadable() && exchange != null) {
            exchange.responseData(new ByteBufChunk(data));
        } else {
            data.release();
        }
        if (content instanceof LastHttpContent last && exchange != null) {
            exchange.responseEnd(last.trailingHeaders().isEmpty() ? null : Http1Codec.headers(last.trailingHeaders()));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        Http1ClientSide side = readingFor;
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
            close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        ended("closed the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        ended("broke the connection: " + Failures.text(cause));
        close();
    }

    private void ended(String how) {
        keepAlive = false;
        HttpExchange served = exchange;
        if (served == null) {
            servers.gone(this);
            return;
        }
        String when = responseBegun ? "before the response's end" : "before any response";
        failed(served, 502, peer.address() + " " + how + " " + when);
    }

    private void failed(HttpExchange served, int status, String message) {
        served.upstreamFailed(
                new FlowError(FlowError.Step.RESPONSE, message, Times.now()), status, reused && !responseBegun);
        if (client != null) {
            client.flush();
        }
    }

    /** Ends an exchange whose server stays silent too long; a connection that is held back on purpose is not silent. */
    private void watchIdle(long nanos) {
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (!channel.isActive()) {
                                return;
                            }
                            long silent = System.nanoTime() - lastActive;
                            if (exchange == null || !channel.config().isAutoRead() || silent < idleNanos) {
                                watchIdle(Math.max(idleNanos - silent, idleNanos / 4));
                                return;
                            }
                            failed(exchange, 504, peer.address() + " sent nothing for too long (timed out)");
                            close();
                        },
                        nanos,
                        TimeUnit.NANOSECONDS);
    }

    void close() {
        channel.close();
    }
}
