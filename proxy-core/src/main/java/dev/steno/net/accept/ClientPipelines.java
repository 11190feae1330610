package dev.steno.net.accept;

import dev.steno.exchange.HttpExchange;
import dev.steno.exchange.head.HopByHop;
import dev.steno.flow.Endpoint;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Tls;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.OriginalDestination;
import dev.steno.net.channel.TraceStep;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http.NettyWire;
import dev.steno.net.http.NextProtocol;
import dev.steno.net.http.RequestTarget.Origin;
import dev.steno.net.http.UpstreamProvider;
import dev.steno.net.http.UpstreamStream;
import dev.steno.net.http1.Http1ClientHandler;
import dev.steno.net.http1.Http1RequestDecoder;
import dev.steno.net.http1.ProxyAuthHandler;
import dev.steno.net.http2.HeaderBlockTimeoutHandler;
import dev.steno.net.http2.Http2ClientConnectionHandler;
import dev.steno.net.http2.Http2Codec;
import dev.steno.net.http2.Http2StalledWriteHandler;
import dev.steno.net.mode.ProxyMode;
import dev.steno.net.tunnel.ChannelRelay;
import dev.steno.net.tunnel.ReverseTcpHandler;
import dev.steno.net.tunnel.TunnelHandler;
import dev.steno.net.upstream.UpstreamPool;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2FrameCodec;
import org.jspecify.annotations.Nullable;

/** Builds the pipeline of one client connection for each protocol that it switches to. On the connection's event loop. */
public final class ClientPipelines implements NextProtocol {
    private final ClientConnection client;

    public ClientPipelines(ClientConnection client) {
        this.client = client;
    }

    /** Adds the first handlers, as the listener's mode requires. */
    public void addFirstHandlers() {
        Channel channel = client.channel();
        if (client.mode() instanceof ProxyMode.Transparent) {
            OriginalDestination.of(channel).ifPresentOrElse(target -> openTunnel(target, null), () -> {
                client.refuse(
                        "the kernel has no original destination for this connection, so it was not redirected here;"
                                + " add the redirect rule in docs/modes.md");
                channel.close();
            });
        } else if (client.mode() instanceof ProxyMode.Reverse reverse
                && !reverse.scheme().isHttp()) {
            speakRaw(reverse);
        } else {
            channel.pipeline().addLast(HandlerNames.SNIFFER, new ProtocolSniffer(client, this));
        }
    }

    /** Relays all of the client's bytes to the server of a reverse listener. */
    private void speakRaw(ProxyMode.Reverse reverse) {
        client.trace().step(TraceStep.PROTOCOL, this, "raw");
        client.channel()
                .pipeline()
                .addLast(
                        HandlerNames.REVERSE,
                        new ReverseTcpHandler(
                                client, reverse.target(), reverse.scheme().isSecure()));
    }

    @Override
    public void speakHttp(boolean http2) {
        Origin origin = null;
        if (client.mode() instanceof ProxyMode.Reverse reverse) {
            origin = Origin.of(reverse, client.proxy().settings().keepHost());
        }
        UpstreamPool upstreams = new UpstreamPool(client);
        if (http2) {
            upstreams.offerHttp2(origin != null && takesHttp2Alone());
            speakHttp2(upstreams, origin);
        } else {
            speakHttp1(upstreams, origin);
        }
    }

    /** Whether the client could only use HTTP/2: it used prior knowledge, or did not offer HTTP/1.1 in its TLS handshake. */
    private boolean takesHttp2Alone() {
        Tls tls = client.peer().tls();
        return tls == null || !tls.alpnOffers().contains("http/1.1");
    }

    @Override
    public void speakHttp1(UpstreamProvider upstreams, @Nullable Origin origin) {
        client.trace().step(TraceStep.PROTOCOL, this, "HTTP/1");
        ChannelPipeline pipeline = client.channel().pipeline();
        Http1RequestDecoder decoder = new Http1RequestDecoder();
        pipeline.addLast(HandlerNames.HTTP1, decoder);
        if (origin == null && client.proxy().settings().auth().isRequired()) {
            pipeline.addLast(HandlerNames.AUTH, new ProxyAuthHandler(client));
        }
        pipeline.addLast(HandlerNames.CLIENT, new Http1ClientHandler(client, upstreams, this, decoder, origin));
    }

    @Override
    public void speakHttp2(UpstreamProvider upstreams, @Nullable Origin origin) {
        Http2ClientConnectionHandler side = new Http2ClientConnectionHandler(client, upstreams, this, origin);
        client.trace().step(TraceStep.PROTOCOL, this, "HTTP/2");
        client.channel().config().setAutoRead(true);
        Http2FrameCodec codec = Http2Codec.towardsClient(client.trace());
        client.channel()
                .pipeline()
                .addLast(
                        HandlerNames.HEADER_TIMER,
                        new HeaderBlockTimeoutHandler(
                                client.proxy().settings().timeouts().header()))
                .addLast(HandlerNames.HTTP2, codec)
                .addLast(
                        HandlerNames.STREAM_WRITE_WATCH,
                        new Http2StalledWriteHandler(
                                client.proxy().settings().timeouts().write(), codec))
                .addLast(HandlerNames.STREAMS, side.streams())
                .addLast(HandlerNames.CLIENT, side);
    }

    @Override
    public void openTunnel(Endpoint target, @Nullable Object established) {
        client.channel().pipeline().addLast(HandlerNames.TUNNEL, new TunnelHandler(client, this, target, established));
    }

    @Override
    public NextProtocol ofStream(Channel stream) {
        return new ClientPipelines(client.ofStream(stream));
    }

    @Override
    public void relay(NettyWire own, UpstreamStream upstream, HttpExchange upgraded) {
        ChannelRelay relay;
        if (upgraded.isWebSocket()) {
            relay = ChannelRelay.join(client, upstream.channel(), upgraded::startWebSocket);
        } else {
            HttpFlow asked = upgraded.flow();
            HttpRequest request = asked.request();
            String upgrade = HopByHop.upgradeToken(request);
            String token = upgrade == null ? "tcp" : upgrade; // a CONNECT tunnel within this one
            Endpoint target = new Endpoint(request.host(), request.port());
            relay = ChannelRelay.join(client, upstream.channel(), upstream.peer(), target, token, asked.id(), true);
        }
        // in this order: bytes that the parsers have buffered after the upgrade are passed to the relay
        own.handOver();
        upstream.handOver();
        relay.startReading();
    }
}
