package dev.steno.net.http2;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Times;
import dev.steno.net.channel.CoalescedFlush;
import dev.steno.net.channel.Draining;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.IdleWatch;
import dev.steno.net.channel.StalledWrite;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http.NextProtocol;
import dev.steno.net.http.RequestTarget;
import dev.steno.net.http.StreamRequestReader;
import dev.steno.net.http.UpstreamProvider;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection that speaks HTTP/2: what concerns all of its streams, each of which is an {@link Http2ClientStreamHandler}.
 * On its event loop.
 */
public final class Http2ClientConnectionHandler extends ChannelInboundHandlerAdapter {
    /**
     * Bytes that may wait for the client to read its connection before no further requests are taken. The heads of responses
     * are bounded by no window (RFC 9113, 5.2), and bodies stop long before.
     */
    static final int MOST_UNREAD = 1 << 20;

    private final ClientConnection client;
    private final UpstreamProvider upstreams;
    private final NextProtocol next;
    private final RequestTarget.@Nullable Origin origin;
    private final StreamRequestReader reader;
    private final Set<Http2ClientStreamHandler> streams = new LinkedHashSet<>();

    private final Set<Channel> tunnels = new LinkedHashSet<>();
    private final RapidResetLimit resets = new RapidResetLimit();

    private ChannelHandlerContext context; // set when the handler is added
    private CoalescedFlush flush;
    private IdleWatch idle;
    private Http2KeepAlive keepAlive;
    private String whyEnded = "the client closed the connection";
    private boolean lastStreams;
    private boolean calmed;

    /** @param origin where a tunnel leads; null where the client speaks to the proxy itself */
    public Http2ClientConnectionHandler(
            ClientConnection client,
            UpstreamProvider upstreams,
            NextProtocol next,
            RequestTarget.@Nullable Origin origin) {
        this.client = client;
        this.upstreams = upstreams;
        this.next = next;
        upstreams.expect(Http2Codec.MOST_STREAMS);
        this.origin = origin;
        this.reader = new StreamRequestReader(origin);
    }

    /** Gives each stream that the client opens a channel with its handler. */
    public Http2MultiplexHandler streams() {
        return new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline()
                        .addLast(HandlerNames.CLIENT, new Http2ClientStreamHandler(Http2ClientConnectionHandler.this));
            }
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        flush = new CoalescedFlush(added);
        idle = new IdleWatch(
                added.channel(), client.proxy().settings().timeouts().idle(), this::isIdle, this::finish);
        Duration ping = client.proxy().settings().http2().ping();
        keepAlive = new Http2KeepAlive(
                added,
                ping,
                Duration.ZERO,
                () -> !isIdle(),
                () -> abandon("the client sent nothing and did not answer a PING in time (timed out)"));
    }

    ClientConnection client() {
        return client;
    }

    UpstreamProvider upstreams() {
        return upstreams;
    }

    /** What a stream's channel goes on to speak. */
    NextProtocol next(Channel stream) {
        return next.ofStream(stream);
    }

    StreamRequestReader reader() {
        return reader;
    }

    /** Flushes once for all that is written in this turn of the event loop. */
    void flushSoon() {
        flush.soon();
    }

    /** Whether the client does not read what it was answered, so that further answers would only be queued. */
    boolean isClogged() {
        return context.channel().bytesBeforeWritable() > MOST_UNREAD;
    }

    /** Something came from the client. */
    void touch() {
        idle.touch();
        keepAlive.heard();
    }

    /** The client is gone, or might as well be. */
    private void abandon(String why) {
        whyEnded = why;
        Http2KeepAlive.abandon(context.channel());
    }

    /** The client costs more than it may: it is told, and the connection ends. */
    private void calm(String why) {
        whyEnded = why;
        recordUnlessStreamsTell();
        context.writeAndFlush(new DefaultHttp2GoAwayFrame(
                        Http2Error.ENHANCE_YOUR_CALM, ByteBufUtil.writeUtf8(context.alloc(), why)))
                .addListener(told -> Http2KeepAlive.abandon(context.channel()));
    }

    /**
     * The client ended a stream that had no response yet.
     *
     * @param opened when the stream was opened, as of {@link System#nanoTime}
     */
    void cut(long opened) {
        if (resets.exceededBy(opened) && !calmed) {
            calmed = true;
            calm("the client reset more than " + RapidResetLimit.MOST
                    + " streams within 10 s immediately after it opened them");
        }
    }

    /** Why streams that are open end with the connection. */
    String whyEnded() {
        return whyEnded;
    }

    void opened(Http2ClientStreamHandler stream) {
        streams.add(stream);
        touch();
    }

    void closed(Http2ClientStreamHandler stream) {
        streams.remove(stream);
        touch();
        closeIfDone();
    }

    /** A CONNECT: the stream's channel is a tunnel from here on. */
    void openTunnel(Http2ClientStreamHandler stream, Channel channel, Endpoint target) {
        carries(stream, channel);
        channel.pipeline().addLast(HandlerNames.TUNNEL_FRAMES, new Http2TunnelHandler());
        next(channel).openTunnel(target, Http2TunnelHandler.established());
        channel.pipeline().remove(HandlerNames.CLIENT);
    }

    /** The stream's channel carries something else than an exchange from here on: a tunnel, or a WebSocket. */
    void carries(Http2ClientStreamHandler stream, Channel channel) {
        streams.remove(stream);
        tunnels.add(channel);
        channel.closeFuture().addListener(ended -> {
            tunnels.remove(channel);
            touch();
            closeIfDone();
        });
    }

    private boolean isIdle() {
        return streams.isEmpty() && tunnels.isEmpty();
    }

    private void closeIfDone() {
        if (lastStreams && isIdle()) {
            context.close();
        }
    }

    /** Takes no further streams, and closes once those that are open have ended (RFC 9113, 6.8). */
    private void finish() {
        if (!lastStreams) {
            lastStreams = true;
            context.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR))
                    .addListener(sent -> closeIfDone());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        if (message instanceof Http2PingFrame) { // a client that asks whether the connection stands has a use for it
            touch();
        } else if (message instanceof Http2GoAwayFrame) {
            lastStreams = true;
            closeIfDone();
        }
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event == Draining.EVENT) {
            List.copyOf(tunnels).forEach(tunnel -> tunnel.pipeline().fireUserEventTriggered(event));
            finish();
        } else if (event == HeaderBlockTimeoutHandler.LATE) {
            long limit = client.proxy().settings().timeouts().header().toMillis();
            calm("the head of a request was not complete within " + limit + " ms");
        } else if (event instanceof Http2Codec.HeadersTooLarge large) {
            streams.stream()
                    .filter(stream -> stream.id() == large.stream())
                    .forEach(Http2ClientStreamHandler::headersTooLarge);
        } else if (event instanceof StalledWrite stuck) {
            whyEnded = stuck.by("the client");
            List.copyOf(streams).forEach(stream -> stream.connectionEnded(whyEnded));
            List.copyOf(tunnels).forEach(tunnel -> tunnel.pipeline().fireUserEventTriggered(event));
        } else if (event instanceof Http2StalledWriteHandler.Stuck stuck) {
            streams.stream()
                    .filter(stream -> stream.id() == stuck.stream())
                    .toList()
                    .forEach(stream -> stream.takesNothing(stuck.how()));
            tunnels.stream()
                    .filter(tunnel -> ((Http2StreamChannel) tunnel).stream().id() == stuck.stream())
                    .toList()
                    .forEach(tunnel -> tunnel.pipeline().fireUserEventTriggered(stuck.how()));
        } else if (event instanceof ChannelInputShutdownEvent) {
            context.close(); // it can open no window any more, so no response could pass for sure
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        idle.stop();
        keepAlive.stop();
        for (Http2ClientStreamHandler stream : List.copyOf(streams)) {
            stream.connectionEnded(whyEnded); // one that is not read would not hear of it
        }
        streams.clear();
        List.copyOf(tunnels).forEach(Channel::close);
        upstreams.close();
    }

    /** The codec tells the client and closes the connection where the client broke the protocol (RFC 9113, 5.4.1). */
    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        UnexpectedErrors.log(cause);
        if (!(cause instanceof Http2Exception)) {
            context.close();
            return;
        }
        whyEnded = "the client broke the rules of HTTP/2: " + Failures.text(cause);
        recordUnlessStreamsTell();
    }

    private void recordUnlessStreamsTell() {
        if (streams.isEmpty()) {
            Endpoint target = origin != null ? origin.target() : client.local();
            client.recordFailure(target, null, "h2", new FlowError(FlowError.Step.REQUEST, whyEnded, Times.now()));
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        idle.stop();
        keepAlive.stop();
    }
}
