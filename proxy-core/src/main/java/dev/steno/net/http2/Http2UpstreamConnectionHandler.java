package dev.steno.net.http2;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Peer;
import dev.steno.net.channel.CoalescedFlush;
import dev.steno.net.channel.ConnectionTrace;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.StalledWrite;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.net.http.ParseRemarks;
import dev.steno.net.http.UpstreamChannel;
import dev.steno.net.http.UpstreamConnection;
import dev.steno.net.http.UpstreamProvider;
import dev.steno.net.http.UpstreamStream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server that speaks HTTP/2: carries many exchanges of one client's connection at once, each on a stream
 * with an {@link Http2UpstreamStreamHandler}. Opens no more streams than the server allows. On the event loop of the
 * client's connection. Calls to the pool and to the listener may open streams or close the connection before they return.
 */
public final class Http2UpstreamConnectionHandler extends ChannelInboundHandlerAdapter implements UpstreamConnection {
    /** Bytes of a request that may be queued for the stream's window before reading from the client is paused. */
    private static final WriteBufferWaterMark WAITING = new WriteBufferWaterMark(64 * 1024, 128 * 1024);

    private final Channel channel;
    private final Peer peer;
    private final boolean tls;
    private final UpstreamProvider upstreams;
    private final Duration silence;
    private final Set<Http2UpstreamStreamHandler> streams = new LinkedHashSet<>();
    private final Http2StreamChannelBootstrap bootstrap;
    private final ParseRemarks odd;

    /** Streams that received frames in the read in progress. */
    private final ArrayDeque<Http2UpstreamStreamHandler> reading = new ArrayDeque<>();

    private ChannelHandlerContext context; // set when the handler is added
    private CoalescedFlush flush;
    private Http2KeepAlive keepAlive;
    private final Http2UpstreamListener listener;
    private final Http2GreetingWait greeting;
    private final Http2UpstreamEnd end = new Http2UpstreamEnd();

    /** The server's limit of concurrent streams; before its SETTINGS, what clients assume (RFC 9113, 6.5.2). */
    private int most;

    private Room room = Room.OFFERED;
    private boolean webSockets; // its SETTINGS announced them
    private boolean used; // it carried an exchange
    private long adoptedAt;

    /** Whether further streams may be opened. FULL may become OFFERED again, LAST_STREAMS is final. */
    private enum Room {
        /** The pool may open streams. */
        OFFERED,
        /** As many streams are open as the server allows, and the pool was told so. */
        FULL,
        /** No further stream is opened, and the connection is closed once the open ones have ended. */
        LAST_STREAMS
    }

    private Http2UpstreamConnectionHandler(
            UpstreamChannel upstream,
            boolean tls,
            UpstreamProvider upstreams,
            Duration silence,
            int most,
            boolean strict,
            Http2UpstreamListener listener) {
        this.channel = upstream.channel();
        this.peer = upstream.peer();
        this.tls = tls;
        this.upstreams = upstreams;
        this.silence = silence;
        this.most = most;
        this.odd = new ParseRemarks(strict);
        this.listener = listener;
        this.greeting = new Http2GreetingWait(channel);
        this.bootstrap =
                new Http2StreamChannelBootstrap(channel).option(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING);
    }

    /**
     * Adds the handlers of HTTP/2 to the pipeline.
     *
     * @param silence the silence after which the server is sent a PING
     * @param writeTimeout the time in which the server must accept some of a request's queued data
     * @param most the limit of concurrent streams before the server announces its own
     * @param strict whether irregular responses are refused
     */
    public static Http2UpstreamConnectionHandler startHttp2(
            UpstreamChannel upstream,
            boolean tls,
            UpstreamProvider upstreams,
            Duration silence,
            Duration writeTimeout,
            int most,
            boolean strict,
            Http2UpstreamListener listener) {
        Http2UpstreamConnectionHandler handler =
                new Http2UpstreamConnectionHandler(upstream, tls, upstreams, silence, most, strict, listener);
        Http2FrameCodec codec = Http2Codec.towardsServer(ConnectionTrace.of(upstream.channel()));
        upstream.claim()
                .addLast(HandlerNames.HTTP2, codec)
                .addLast(HandlerNames.STREAM_WRITE_WATCH, new Http2StalledWriteHandler(writeTimeout, codec))
                .addLast(HandlerNames.STREAMS, new Http2MultiplexHandler(PushRefuser.INSTANCE))
                .addLast(HandlerNames.SERVER, handler);
        return handler;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        flush = new CoalescedFlush(added);
        keepAlive = new Http2KeepAlive(added, silence, Http2KeepAlive.SERVERS_PAUSE, () -> !streams.isEmpty(), () -> {
            failStreams(504, "sent nothing and did not answer a PING in time (timed out)", true);
            Http2KeepAlive.abandon(channel);
        });
    }

    public Peer peer() {
        return peer;
    }

    /** Collects remarks on the field section that is being read. */
    ParseRemarks odd() {
        return odd;
    }

    /** The reason that open streams record if the connection ends. */
    public String whyEnded() {
        return end.text();
    }

    /** What the end of the connection means for its streams. */
    Http2UpstreamEnd howItEnds() {
        return end;
    }

    public boolean isActive() {
        return channel.isActive();
    }

    /** The connection was established before there was a request, and may be stale when one comes. */
    public void adopted() {
        adoptedAt = System.nanoTime();
    }

    /** The server demands HTTP/1.1 for further requests (RFC 9113, 7). */
    void requireHttp1() {
        listener.requiresHttp1();
        if (room != Room.LAST_STREAMS) {
            openNoMore();
        }
    }

    /** Requests are sent from now on, even if the server's SETTINGS have not arrived. */
    public void assume() {
        greeting.assume();
    }

    /** Whether requests may have been sent before the SETTINGS. */
    public boolean isAssumed() {
        return greeting.isAssumed();
    }

    /** Whether a cleartext server, with which no version was negotiated, ended the connection without SETTINGS. */
    boolean spokeNoHttp2() {
        return !tls && greeting.outcome() != Http2Greeting.SETTINGS;
    }

    /** Whether the server's first SETTINGS have arrived, or the connection ended without them. */
    @Override
    public boolean isGreeted() {
        return greeting.outcome() != null;
    }

    /**
     * Whether the connection is established and its MAX_CONCURRENT_STREAMS is 0, which a server may set for a short time
     * (RFC 9113, 6.5.2).
     */
    public boolean isStarved() {
        return most == 0 && room != Room.LAST_STREAMS && channel.isActive();
    }

    public Channel channel() {
        return channel;
    }

    public boolean isTls() {
        return tls;
    }

    /** The server sent something. */
    void touch() {
        keepAlive.heard();
    }

    /** The server sent data or a header section. */
    void touchByData() {
        keepAlive.heardData();
    }

    /** An exchange starts on the connection. Returns whether the connection was idle before and may be stale. */
    boolean useForExchange() {
        boolean before = used || adoptedAt != 0 && System.nanoTime() - adoptedAt > STOOD_NANOS;
        used = true;
        touch();
        return before;
    }

    /** Schedules one flush for everything that is written in this iteration of the event loop. */
    void flushSoon() {
        flush.soon();
    }

    // ---- for the pool

    @Override
    public boolean leadsTo(Endpoint target, boolean overTls) {
        return tls == overTls && peer.address().equals(target) && channel.isActive();
    }

    @Override
    public boolean carriesWebSockets() {
        return webSockets;
    }

    @Override
    public UpstreamStream openStream() {
        Http2UpstreamStreamHandler stream = new Http2UpstreamStreamHandler(this);
        streams.add(stream);
        if (room != Room.LAST_STREAMS) {
            room = hasRoom() ? Room.OFFERED : Room.FULL;
        }
        bootstrap.handler(stream).open();
        return stream;
    }

    @Override
    public boolean hasRoom() {
        return room != Room.LAST_STREAMS && streams.size() < most && channel.isActive();
    }

    @Override
    public boolean isIdle() {
        return streams.isEmpty();
    }

    @Override
    public void close() {
        channel.close();
    }

    void streamClosed(Http2UpstreamStreamHandler stream) {
        streams.remove(stream);
        touch();
        updateRoom();
    }

    /** Tells the pool if the room for streams appeared or vanished. */
    private void updateRoom() {
        if (room == Room.LAST_STREAMS) {
            closeIfDone();
        } else if (hasRoom() && room == Room.FULL) {
            room = Room.OFFERED; // first: the pool may open streams before giveBack returns, which may fill the
            // connection
            upstreams.giveBack(this);
        } else if (!hasRoom() && room == Room.OFFERED) {
            room = Room.FULL;
            upstreams.remove(this);
        }
    }

    private void openNoMore() {
        boolean offered = room == Room.OFFERED;
        room = Room.LAST_STREAMS;
        if (offered) {
            upstreams.remove(this);
        }
        closeIfDone();
    }

    private void closeIfDone() {
        if (streams.isEmpty()) {
            channel.close();
        }
    }

    // ---- events of the connection

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        touch();
        if (message instanceof Http2SettingsFrame settings) {
            Long limit = settings.settings().maxConcurrentStreams();
            most = limit == null ? most : (int) Math.min(limit, Http2Codec.MOST_STREAMS);
            webSockets |= Boolean.TRUE.equals(settings.settings().connectProtocolEnabled()); // final: RFC 8441, 3
            if (limit != null) {
                listener.takesStreams(most);
            }
            updateRoom();
            greet(Http2Greeting.SETTINGS);
        } else if (message instanceof Http2GoAwayFrame goAway) {
            end.takeGoAway(goAway);
            if (end.cause() == Http2UpstreamEnd.Cause.REQUIRES_HTTP1) {
                requireHttp1();
            } else {
                openNoMore();
            }
        }
        ReferenceCountUtil.release(message);
    }

    /**
     * Limits the wait for the server's first SETTINGS.
     *
     * @param patience the time after which exchanges that wait for them continue without
     * @param late runs then
     * @param limit the further time after which the connection is closed; null for no limit
     */
    public void greetWithin(Duration patience, Runnable late, @Nullable Duration limit) {
        greeting.limitWait(patience, late, limit, () -> {
            end.sentNoSettings();
            channel.close();
        });
    }

    /**
     * Runs the action once the server's first SETTINGS have arrived or are late, or the connection has ended; may run it
     * before it returns.
     */
    void whenGreeted(Runnable action) {
        greeting.whenKnown(action);
    }

    void noteReading(Http2UpstreamStreamHandler stream) {
        reading.add(stream);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        for (Http2UpstreamStreamHandler stream = reading.poll(); stream != null; stream = reading.poll()) {
            stream.readComplete();
        }
    }

    private void greet(Http2Greeting how) {
        if (greeting.conclude(how)) {
            listener.greeted(this, how);
        }
        greeting.runWaiting();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            channel.close(); // no response can arrive any more
        } else if (event instanceof StalledWrite stuck) {
            failStreams(504, stuck.by("").strip(), false);
        } else if (event instanceof Http2StalledWriteHandler.Stuck stuck) {
            streams.stream()
                    .filter(stream -> stream.id() == stuck.stream())
                    .toList()
                    .forEach(stream -> stream.takesNothing(stuck.how()));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        keepAlive.stop();
        openNoMore();
        greet(end.cause() == Http2UpstreamEnd.Cause.BROKE_RULES ? Http2Greeting.OTHER : Http2Greeting.CLOSED);
        for (Http2UpstreamStreamHandler stream : List.copyOf(streams)) {
            if (!stream.isHeld()) { // a held stream ends by itself, once its frames are read
                stream.connectionEnded();
            }
        }
    }

    private void failStreams(int status, String how, boolean unanswered) {
        for (Http2UpstreamStreamHandler stream : List.copyOf(streams)) {
            stream.failExchange(status, peer.address() + " " + how, unanswered);
        }
    }

    /** If the server broke the protocol, the codec sends GOAWAY and closes the connection (RFC 9113, 5.4.1). */
    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        UnexpectedErrors.log(cause);
        if (cause instanceof Http2Exception) {
            end.brokeRules(Failures.text(cause));
        } else {
            end.brokeConnection(cause);
            channel.close();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        keepAlive.stop();
    }
}
