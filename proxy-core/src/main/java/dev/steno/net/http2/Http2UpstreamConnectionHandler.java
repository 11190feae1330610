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
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server that speaks HTTP/2: carries many exchanges of one client's connection at once, each of which is an
 * {@link Http2UpstreamStreamHandler}. Opens no more streams than the server takes. On the client's event loop.
 */
public final class Http2UpstreamConnectionHandler extends ChannelInboundHandlerAdapter implements UpstreamConnection {
    /** How much of a request may wait for the stream's window before the client is read no further, in bytes. */
    private static final WriteBufferWaterMark WAITING = new WriteBufferWaterMark(64 * 1024, 128 * 1024);

    private final Channel channel;
    private final Peer peer;
    private final boolean tls;
    private final UpstreamProvider upstreams;
    private final Duration silence;
    private final Set<Http2UpstreamStreamHandler> streams = new LinkedHashSet<>();
    private final Http2StreamChannelBootstrap bootstrap;
    private final ParseRemarks odd;

    /** Streams of which something came in the read that is under way. */
    private final ArrayDeque<Http2UpstreamStreamHandler> reading = new ArrayDeque<>();

    private ChannelHandlerContext context; // set when the handler is added
    private CoalescedFlush flush;
    private Http2KeepAlive keepAlive;
    private final Http2UpstreamListener listener;
    private @Nullable Future<?> ungreeted;
    private String whyEnded = "closed the connection";

    /** Streams that the server takes; until it says so, what clients assume (RFC 9113, 6.5.2). */
    private int most;

    private final ArrayDeque<Runnable> awaitingGreeting = new ArrayDeque<>(0);
    private boolean assumed;
    private boolean greeted;
    private boolean settingsCame;
    private boolean webSockets;
    private boolean used;
    private boolean roomy = true;
    private boolean lastStreams;
    private boolean spokeOther;
    private boolean requiresHttp1;
    private long adoptedAt;

    /** How a server began to speak. */
    public enum Greeting {
        /** As one of HTTP/2 does. */
        SETTINGS,
        /** In something else, or not at all for long. */
        OTHER,
        /** It closed the connection. */
        CLOSED
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
        this.bootstrap =
                new Http2StreamChannelBootstrap(channel).option(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING);
    }

    /**
     * Begins to speak HTTP/2.
     *
     * @param silence after how much of it the server is asked whether it is there
     * @param writeTimeout how long it may take nothing of a request
     * @param most how many streams to take it for until it says how many it takes
     * @param strict whether what is odd in its responses is refused
     */
    public static Http2UpstreamConnectionHandler begin(
            UpstreamChannel upstream,
            boolean tls,
            UpstreamProvider upstreams,
            Duration silence,
            Duration writeTimeout,
            int most,
            boolean strict,
            Http2UpstreamListener listener) {
        Http2UpstreamConnectionHandler side =
                new Http2UpstreamConnectionHandler(upstream, tls, upstreams, silence, most, strict, listener);
        Http2FrameCodec codec = Http2Codec.towardsServer(ConnectionTrace.of(upstream.channel()));
        upstream.claim()
                .addLast(HandlerNames.HTTP2, codec)
                .addLast(HandlerNames.STREAM_WRITE_WATCH, new Http2StalledWriteHandler(writeTimeout, codec))
                .addLast(HandlerNames.STREAMS, new Http2MultiplexHandler(PushRefuser.INSTANCE))
                .addLast(HandlerNames.SERVER, side);
        return side;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        flush = new CoalescedFlush(added);
        keepAlive = new Http2KeepAlive(added, silence, Http2KeepAlive.SERVERS_PAUSE, () -> !streams.isEmpty(), () -> {
            fail(504, "sent nothing and did not answer a PING in time (timed out)", true);
            Http2KeepAlive.abandon(channel);
        });
    }

    public Peer peer() {
        return peer;
    }

    /** Takes what is odd in the section of fields that is being read. */
    ParseRemarks odd() {
        return odd;
    }

    /** Why streams that are open end with the connection. */
    public String whyEnded() {
        return whyEnded;
    }

    public boolean isActive() {
        return channel.isActive();
    }

    /** The connection was made before there was a request, and may go stale until one comes. */
    public void adopted() {
        adoptedAt = System.nanoTime();
    }

    /** Whether the server broke the rules of HTTP/2, so that what it did is no sign of staleness. */
    boolean brokeRules() {
        return spokeOther;
    }

    /** Whether the server ended the connection to be asked in HTTP/1.1 (RFC 9113, 7). */
    boolean requiresHttp1() {
        return requiresHttp1;
    }

    /** The server wants to be asked in HTTP/1.1 from here on. */
    void requireHttp1() {
        listener.requiresHttp1();
        if (!lastStreams) {
            lastStreams = true;
            updateRoom();
        }
    }

    /** Requests go out from here on, whether the server's SETTINGS came or not. */
    public void assume() {
        assumed = true;
    }

    /** Whether requests may have gone out. */
    public boolean isAssumed() {
        return assumed;
    }

    /** Whether a server in the clear, with which nothing was agreed upon, ended the connection without any SETTINGS. */
    boolean spokeNoHttp2() {
        return !tls && !settingsCame;
    }

    /** Whether its server said what it takes. */
    @Override
    public boolean isGreeted() {
        return greeted;
    }

    /** Whether the connection is established and its MAX_CONCURRENT_STREAMS is 0, which a server may set for a short time (RFC 9113, 6.5.2). */
    public boolean isStarved() {
        return most == 0 && !lastStreams && channel.isActive();
    }

    public Channel channel() {
        return channel;
    }

    public boolean isTls() {
        return tls;
    }

    /** Something came from the server. */
    void touch() {
        keepAlive.heard();
    }

    /** Data or a header section came from the server. */
    void touchByData() {
        keepAlive.heardData();
    }

    /** An exchange goes out. Whether the connection stood before and may have gone stale. */
    boolean use() {
        boolean before = used || adoptedAt != 0 && System.nanoTime() - adoptedAt > STOOD_NANOS;
        used = true;
        touch();
        return before;
    }

    /** Flushes once for all that is written in this turn of the event loop. */
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
        roomy = hasRoom();
        bootstrap.handler(stream).open();
        return stream;
    }

    @Override
    public boolean hasRoom() {
        return !lastStreams && streams.size() < most && channel.isActive();
    }

    @Override
    public boolean isIdle() {
        return streams.isEmpty();
    }

    @Override
    public void close() {
        channel.close();
    }

    void closed(Http2UpstreamStreamHandler stream) {
        streams.remove(stream);
        touch();
        updateRoom();
    }

    private void updateRoom() {
        boolean now = hasRoom();
        if (now && !roomy) {
            upstreams.giveBack(this);
        } else if (!now && roomy) {
            upstreams.remove(this);
        }
        roomy = now;
        if (lastStreams && streams.isEmpty()) {
            channel.close();
        }
    }

    // ---- what concerns all streams

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        touch();
        if (message instanceof Http2SettingsFrame settings) {
            Long limit = settings.settings().maxConcurrentStreams();
            most = limit == null ? most : (int) Math.min(limit, Http2Codec.MOST_STREAMS);
            webSockets |=
                    Boolean.TRUE.equals(settings.settings().connectProtocolEnabled()); // never taken back: RFC 8441, 3
            if (limit != null) {
                listener.takesStreams(most);
            }
            updateRoom();
            greet(Greeting.SETTINGS);
        } else if (message instanceof Http2GoAwayFrame goAway) {
            Http2Error code = Http2Error.valueOf(goAway.errorCode());
            String why = goAway.content().toString(StandardCharsets.ISO_8859_1);
            whyEnded = "ended the connection" + (code == null || code == Http2Error.NO_ERROR ? "" : " (" + code + ")")
                    + (why.isEmpty() ? "" : ": " + dev.steno.text.Printable.line(why));
            lastStreams = true;
            requiresHttp1 |= code == Http2Error.HTTP_1_1_REQUIRED;
            if (requiresHttp1) {
                requireHttp1();
            }
            updateRoom();
        }
        ReferenceCountUtil.release(message);
    }

    /**
     * Bounds the wait for the server's first SETTINGS.
     *
     * @param patience after how long without them what waits for them goes on
     * @param late runs then
     * @param limit after how long without them the connection is closed; null for never
     */
    public void greetWithin(Duration patience, Runnable late, @Nullable Duration limit) {
        if (!greeted) {
            ungreeted = schedule(
                    () -> {
                        late.run();
                        runAwaiting();
                        ungreeted = limit == null ? null : schedule(this::closeUngreeted, limit);
                    },
                    patience);
        }
    }

    private Future<?> schedule(Runnable action, Duration after) {
        return channel.eventLoop().schedule(action, after.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void closeUngreeted() {
        if (!greeted) {
            spokeOther = true;
            channel.close();
        }
    }

    /** Runs at once, or when the server's first SETTINGS came or are late, or the connection ended. */
    void whenGreeted(Runnable action) {
        if (greeted) {
            action.run();
        } else {
            awaitingGreeting.add(action);
        }
    }

    private void runAwaiting() {
        while (!awaitingGreeting.isEmpty()) {
            awaitingGreeting.remove().run();
        }
    }

    void reads(Http2UpstreamStreamHandler stream) {
        reading.add(stream);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        for (Http2UpstreamStreamHandler stream = reading.poll(); stream != null; stream = reading.poll()) {
            stream.readComplete();
        }
    }

    private void greet(Greeting how) {
        boolean first = !greeted;
        greeted = true;
        if (ungreeted != null) {
            ungreeted.cancel(false);
            ungreeted = null;
        }
        if (first) {
            settingsCame = how == Greeting.SETTINGS;
            listener.greeted(this, how);
        }
        runAwaiting();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            channel.close(); // no response can come any more
        } else if (event instanceof StalledWrite stuck) {
            fail(504, stuck.by("").strip(), false);
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
        lastStreams = true;
        updateRoom();
        greet(spokeOther ? Greeting.OTHER : Greeting.CLOSED);
        for (Http2UpstreamStreamHandler stream : List.copyOf(streams)) {
            if (!stream.isHeld()) { // else it has its own end, once what came was read
                stream.connectionEnded();
            }
        }
    }

    private void fail(int status, String how, boolean unanswered) {
        for (Http2UpstreamStreamHandler stream : List.copyOf(streams)) {
            stream.failed(status, peer.address() + " " + how, unanswered);
        }
    }

    /** The codec tells the server and closes the connection where the server broke the protocol (RFC 9113, 5.4.1). */
    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        UnexpectedErrors.log(cause);
        if (cause instanceof Http2Exception) {
            spokeOther = true;
            whyEnded = "broke the rules of HTTP/2: " + Failures.text(cause);
        } else {
            whyEnded = "broke the connection: " + Failures.text(cause);
            channel.close();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        keepAlive.stop();
    }
}
