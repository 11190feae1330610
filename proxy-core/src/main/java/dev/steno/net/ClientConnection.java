package dev.steno.net;

import dev.steno.exchange.HopByHop;
import dev.steno.exchange.StreamRelay;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One client's connection: its facts, and the protocols it comes to speak one after the other. On its event loop. */
final class ClientConnection {
    private final ProxyContext proxy;
    private final Channel channel;
    private final UpstreamConnector connector;
    private Peer peer;

    ClientConnection(ProxyContext proxy, Channel channel) {
        this.proxy = proxy;
        this.channel = channel;
        this.connector = new UpstreamConnector(proxy, channel.eventLoop());
        this.peer = new Peer(
                proxy.buses().sequences().nextConnection(),
                Addresses.of((InetSocketAddress) channel.remoteAddress()),
                null,
                Addresses.of((InetSocketAddress) channel.localAddress()),
                Times.now(),
                Times.UNSET,
                Times.UNSET,
                null,
                null);
    }

    ProxyContext proxy() {
        return proxy;
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

    Peer peer() {
        return peer;
    }

    void speaksTls(Tls tls) {
        peer = peer.withTls(tls);
    }

    /**
     * From here on the client speaks HTTP/1.
     *
     * @param origin where a tunnel leads; null where the client speaks to the proxy itself
     */
    void speakHttp1(Servers servers, RequestHead.@Nullable Origin origin) {
        ChannelPipeline pipeline = channel.pipeline();
        Http1Codec.RequestDecoder decoder = Http1Codec.requestDecoder();
        pipeline.addLast("http", decoder);
        pipeline.addLast("client", new Http1ClientSide(this, servers, decoder, origin));
    }

    /** A CONNECT was read: the connection becomes a tunnel. Bytes that came early are handed to it. */
    void openTunnel(Endpoint target) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast("tunnel", new Tunnel(this, target));
        pipeline.remove("client");
        pipeline.remove("http");
    }

    /** The server agreed to speak something else: the connections become a raw stream. */
    void relay(ServerSide server, HttpFlow upgrade) {
        ChannelPipeline own = channel.pipeline();
        ChannelPipeline theirs = server.channel().pipeline();
        String token = String.valueOf(HopByHop.upgradeToken(upgrade.request().headers()));
        Endpoint target =
                new Endpoint(upgrade.request().host(), upgrade.request().port());
        RawRelay relay = RawRelay.join(this, server.channel(), server.peer(), target, token, upgrade.id(), true);
        // in this order: what the parsers have read beyond the upgrade goes to the relay
        own.remove("client");
        own.remove("http");
        theirs.remove("server");
        theirs.remove("http");
        relay.begin();
    }

    /** Records a connection that came to nothing, unless nothing can be recorded. */
    void recordFailure(Endpoint target, @Nullable Peer server, String protocol, FlowError error) {
        if (proxy.buses().record().refuses()) {
            return;
        }
        StreamRelay.recordFailure(proxy.buses(), peer, server, target, protocol, error);
    }
}
