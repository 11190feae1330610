package dev.steno.net.http2;

import dev.steno.addon.End;
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
 * The connection of a client that speaks HTTP/2: handles what concerns all of its streams, each of which is an
 * {@link Http2ClientStreamHandler}. After a GOAWAY in either direction it closes with its last stream. On its event loop.
 */
public final class Http2ClientConnectionHandler extends ChannelInboundHandlerAdapter {
    /**
     * Upper bound on the bytes queued for a client that does not read its connection; beyond it, new streams are
     * refused. It bounds response heads, which flow control does not (RFC 9113, 5.2); bodies stop at their windows
     * long before.
     */
    static final int MOST_UNREAD = 1 << 20;

    private static final End RESET = new End.Stream(End.Code.INTERNAL_ERROR);

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

    /** @param origin the server that a tunnel leads to; null if the client speaks to the proxy itself */
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

    /** Creates the handler that gives each stream of the client a channel with an {@link Http2ClientStreamHandler}. */
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

    /** The handlers that may follow on a stream's channel: those of a tunnel or of a WebSocket. */
    NextProtocol next(Channel stream) {
        return next.ofStream(stream);
    }

    StreamRequestReader reader() {
        return reader;
    }

    /** Schedules one flush for everything that is written in this iteration of the event loop. */
    void flushSoon() {
        flush.soon();
    }

    /** Whether more than {@link #MOST_UNREAD} bytes are queued because the client does not read. */
    boolean isClogged() {
        return context.channel().bytesBeforeWritable() > MOST_UNREAD;
    }

    /** The client sent something, so it is neither idle nor unresponsive. */
    void touch() {
        idle.touch();
        keepAlive.heard();
    }

    /** Closes the connection of an unresponsive client, without GOAWAY. */
    private void abandon(String why) {
        whyEnded = why;
        Http2KeepAlive.abandon(context.channel());
    }

    /** Closes the connection because the client exceeded a limit: GOAWAY with ENHANCE_YOUR_CALM carries the reason. */
    private void closeForExcess(String why) {
        whyEnded = why;
        recordUnlessStreamsTell();
        context.writeAndFlush(new DefaultHttp2GoAwayFrame(
                        Http2Error.ENHANCE_YOUR_CALM, ByteBufUtil.writeUtf8(context.alloc(), why)))
                .addListener(told -> Http2KeepAlive.abandon(context.channel()));
    }

    /**
     * The client ended a stream before its response began; may close the connection.
     *
     * @param opened when the stream was opened, as of {@link System#nanoTime}
     */
    void noteEarlyEnd(long opened) {
        if (resets.exceededBy(opened) && !calmed) {
            calmed = true;
            closeForExcess("the client reset more than " + RapidResetLimit.MOST
                    + " streams within 10 s immediately after it opened them");
        }
    }

    /** The reason that open streams record if the connection ends. */
    String whyEnded() {
        return whyEnded;
    }

    void streamOpened(Http2ClientStreamHandler stream) {
        streams.add(stream);
        touch();
    }

    void streamClosed(Http2ClientStreamHandler stream) {
        streams.remove(stream);
        touch();
        closeIfDone();
    }

    /** Turns the channel of a CONNECT stream into a tunnel. */
    void openTunnel(Http2ClientStreamHandler stream, Channel channel, Endpoint target) {
        trackTunnel(stream, channel);
        channel.pipeline().addLast(HandlerNames.TUNNEL_FRAMES, new Http2TunnelHandler());
        next(channel).openTunnel(target, Http2TunnelHandler.established());
        channel.pipeline().remove(HandlerNames.CLIENT);
    }

    /** The stream's channel carries a tunnel or a WebSocket from now on, which keeps the connection open like a stream. */
    void trackTunnel(Http2ClientStreamHandler stream, Channel channel) {
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

    /** Sends GOAWAY, and closes the connection once the open streams have ended (RFC 9113, 6.8). */
    void finish() {
        if (!lastStreams) {
            lastStreams = true;
            context.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR))
                    .addListener(sent -> closeIfDone());
        }
    }

    /** Resets all streams, sends GOAWAY and closes the connection: an exchange was ended with it. */
    void resetAll() {
        whyEnded = "the connection was reset with another of its streams";
        lastStreams = true;
        context.executor()
                .execute(
                        () -> { // an exchange is ending, and more than one end at once would be re-entrant
                            List.copyOf(streams).forEach(Http2ClientStreamHandler::resetWithConnection);
                            List.copyOf(tunnels).forEach(tunnel -> Http2TunnelHandler.resetStream(tunnel, RESET));
                            context.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.INTERNAL_ERROR))
                                    .addListener(sent -> Http2KeepAlive.abandon(context.channel()));
                        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        if (message instanceof Http2PingFrame) { // a client that checks the connection intends to use it
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
        } else if (event == Draining.GRACE_OVER) {
            whyEnded = Draining.CUT_OFF;
        } else if (event == HeaderBlockTimeoutHandler.LATE) {
            long limit = client.proxy().settings().timeouts().header().toMillis();
            closeForExcess("the head of a request was not complete within " + limit + " ms");
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
            context.close(); // a half-closed client can send no WINDOW_UPDATE, so a response might never complete
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        idle.stop();
        keepAlive.stop();
        for (Http2ClientStreamHandler stream : List.copyOf(streams)) {
            stream.connectionEnded(whyEnded); // a stream whose reading is paused receives no event
        }
        streams.clear();
        List.copyOf(tunnels).forEach(Channel::close);
        upstreams.close();
    }

    /** If the client broke the protocol, the codec sends GOAWAY and closes the connection (RFC 9113, 5.4.1). */
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
