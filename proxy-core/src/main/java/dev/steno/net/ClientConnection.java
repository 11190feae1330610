package dev.steno.net;

import dev.steno.exchange.HopByHop;
import dev.steno.exchange.HttpExchange;
import dev.steno.exchange.RawStreamRelay;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.net.RequestHead.Origin;
import dev.steno.net.RequestHead.Rewrite;
import dev.steno.net.mode.NextProxy;
import dev.steno.net.mode.ProxyMode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2FrameCodec;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, or a stream of HTTP/2 that stands for one: its facts, and the protocols it comes to speak one after
 * the other. On its event loop.
 */
final class ClientConnection {
    private static final ByteBuf ESTABLISHED = Unpooled.unreleasableBuffer(
            Unpooled.wrappedBuffer("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1))
                    .asReadOnly());

    private final ProxyContext proxy;
    private final Channel channel;
    private final ProxyMode mode;
    private final UpstreamConnector connector;
    private final Pulse pulse;
    private Peer peer;

    /** @param mode of the listener that it came by */
    ClientConnection(ProxyContext proxy, Channel channel, ProxyMode mode) {
        this(proxy, channel, mode, (InetSocketAddress) channel.remoteAddress(), (InetSocketAddress)
                channel.localAddress());
    }

    /** A connection whose channel does not name its ends by their sockets, as those of QUIC do not. */
    ClientConnection(
            ProxyContext proxy, Channel channel, ProxyMode mode, InetSocketAddress remote, InetSocketAddress local) {
        this(proxy, channel, mode, peer(proxy, remote, local, mode));
    }

    private ClientConnection(ProxyContext proxy, Channel channel, ProxyMode mode, Peer peer) {
        this.proxy = proxy;
        this.channel = channel;
        this.mode = mode;
        NextProxy next = mode instanceof ProxyMode.Upstream upstream ? upstream.next() : null;
        this.connector = new UpstreamConnector(proxy, channel.eventLoop(), next);
        this.pulse = new Pulse(channel);
        this.peer = peer;
    }

    private static Peer peer(ProxyContext proxy, InetSocketAddress remote, InetSocketAddress local, ProxyMode mode) {
        return new Peer(
                proxy.buses().sequences().nextConnection(),
                Addresses.of(remote),
                null,
                Addresses.of(local),
                Times.now(),
                Times.UNSET,
                Times.UNSET,
                null,
                null,
                mode instanceof ProxyMode.Regular ? null : mode.toString());
    }

    ProxyContext proxy() {
        return proxy;
    }

    ProxyMode mode() {
        return mode;
    }

    Channel channel() {
        return channel;
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    UpstreamConnector connector() {
        return connector;
    }

    /** Beats for the ends of this connection that carry an exchange. */
    Pulse pulse() {
        return pulse;
    }

    Peer peer() {
        return peer;
    }

    void speaksTls(Tls tls) {
        peer = peer.withTls(tls);
    }

    /** Begins what the listener's mode has the client speak. */
    void begin() {
        if (mode instanceof ProxyMode.Transparent) {
            OriginalDestination.of(channel).ifPresentOrElse(target -> openTunnel(target, null), () -> {
                refuse("the kernel knows no original destination of this connection: it was not redirected here;"
                        + " see docs/modes.md for the rule that does");
                channel.close();
            });
        } else if (mode instanceof ProxyMode.Reverse reverse
                && !reverse.scheme().isHttp()) {
            speakRaw();
        } else {
            channel.pipeline().addLast("sniffer", new ProtocolSniffer(this));
        }
    }

    /** Whether HTTP/2 can be spoken here. A stream of it carries none: clients that nest it also take HTTP/1. */
    boolean mayBeHttp2() {
        return channel.pipeline().get(Http2TunnelFrames.class) == null;
    }

    /** Whether the listener itself speaks HTTP/2: not where it asks for credentials, which are read in HTTP/1 only. */
    boolean listensToHttp2() {
        return mode instanceof ProxyMode.Reverse || !proxy.settings().auth().isRequired();
    }

    /** Where a reverse listener leads; null for other modes. */
    @Nullable
    Origin reverseOrigin() {
        if (!(mode instanceof ProxyMode.Reverse reverse)) {
            return null;
        }
        String scheme = reverse.scheme().isSecure() ? "https" : "http";
        return new Origin(
                scheme,
                reverse.target(),
                new Rewrite(reverse.prefix(), proxy.settings().keepHost()));
    }

    /** From here on the client speaks HTTP, to the proxy itself or to the server that it stands for. */
    void speakHttp(boolean http2) {
        Origin origin = reverseOrigin();
        Servers servers = new Servers(this);
        if (http2) {
            servers.offerHttp2(mode instanceof ProxyMode.Reverse && takesHttp2Alone());
            speakHttp2(servers, origin);
        } else {
            speakHttp1(servers, origin);
        }
    }

    /** Whether the client, which speaks HTTP/2, was not offered anything else, or would not have taken it. */
    private boolean takesHttp2Alone() {
        Tls tls = peer.tls();
        return tls == null || !tls.alpnOffers().contains("http/1.1");
    }

    /**
     * From here on the client speaks HTTP/2; its preface comes next.
     *
     * @param origin where a tunnel leads; null where the client speaks to the proxy itself
     */
    void speakHttp2(Servers servers, @Nullable Origin origin) {
        Http2ClientSide side = new Http2ClientSide(this, servers, origin);
        channel.config().setAutoRead(true);
        Http2FrameCodec codec = Http2Codec.towardsClient();
        channel.pipeline()
                .addLast(
                        HeaderBlockTimer.NAME,
                        new HeaderBlockTimer(proxy.settings().headerTimeout()))
                .addLast("http2", codec)
                .addLast(
                        Http2WriteWatch.NAME,
                        new Http2WriteWatch(proxy.settings().writeTimeout(), codec))
                .addLast("streams", side.streams())
                .addLast("client", side);
    }

    /** A CONNECT was read on a stream of this connection: the stream becomes a tunnel. */
    void openTunnel(Channel stream, Endpoint target) {
        stream.pipeline().addLast(Http2TunnelFrames.NAME, new Http2TunnelFrames());
        ofStream(stream).openTunnel(target, Http2TunnelFrames.established());
        stream.pipeline().remove("client");
    }

    /** A stream of this connection that stands for a connection of its own. */
    ClientConnection ofStream(Channel stream) {
        return new ClientConnection(proxy, stream, mode, peer);
    }

    /** From here on what the client says is for the server of a reverse listener, whatever it is. */
    void speakRaw() {
        ProxyMode.Reverse reverse = (ProxyMode.Reverse) mode;
        channel.pipeline()
                .addLast(
                        "stream",
                        new ReverseStream(
                                this, reverse.target(), reverse.scheme().isSecure()));
    }

    /**
     * From here on the client speaks HTTP/1.
     *
     * @param origin where a tunnel leads; null where the client speaks to the proxy itself
     */
    void speakHttp1(Servers servers, @Nullable Origin origin) {
        ChannelPipeline pipeline = channel.pipeline();
        Http1RequestDecoder decoder = new Http1RequestDecoder();
        pipeline.addLast("http", decoder);
        if (origin == null && proxy.settings().auth().isRequired()) {
            pipeline.addLast("auth", new ProxyAuthGate(this));
        }
        pipeline.addLast("client", new Http1ClientSide(this, servers, decoder, origin));
    }

    /** A CONNECT was read: the connection becomes a tunnel. Bytes that came early are handed to it. */
    void openTunnel(Endpoint target) {
        openTunnel(target, ESTABLISHED.duplicate());
        leaveHttp1();
    }

    /** From here on no HTTP/1 is spoken; bytes that the parser has read beyond it go to the handlers that were added last. */
    void leaveHttp1() {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.remove("client");
        if (pipeline.get("auth") != null) {
            pipeline.remove("auth");
        }
        pipeline.remove("http");
    }

    /** @param established what tells the client so; null where it does not expect to hear of it */
    void openTunnel(Endpoint target, @Nullable Object established) {
        channel.pipeline().addLast("tunnel", new Tunnel(this, target, established));
    }

    /** The server agreed to speak something else: the connections become a WebSocket, or a raw stream. */
    void relay(ClientWire own, ServerSide server, HttpExchange upgraded) {
        RawRelay relay;
        if (upgraded.isWebSocket()) {
            relay = RawRelay.join(this, server.channel(), upgraded::startWebSocket);
        } else {
            HttpFlow asked = upgraded.flow();
            HttpRequest request = asked.request();
            String upgrade = HopByHop.upgradeToken(request);
            String token = upgrade == null ? "tcp" : upgrade; // a tunnel within this one
            Endpoint target = new Endpoint(request.host(), request.port());
            relay = RawRelay.join(this, server.channel(), server.peer(), target, token, asked.id(), true);
        }
        // in this order: what the parsers have read beyond the upgrade goes to the relay
        own.handOver();
        server.handOver();
        relay.begin();
    }

    /** Records that the client cannot be served by this listener. What becomes of its connection is up to the caller. */
    void refuse(String why) {
        recordFailure(peer.local(), null, "tcp", new FlowError(FlowError.Step.REQUEST, why, Times.now()));
    }

    /** Records a connection that came to nothing, unless nothing can be recorded. */
    void recordFailure(Endpoint target, @Nullable Peer server, String protocol, FlowError error) {
        if (proxy.buses().record().refuses()) {
            return;
        }
        RawStreamRelay.recordFailure(proxy.buses(), peer, server, target, protocol, error);
    }
}
