package dev.steno.net.http3;

import dev.steno.net.channel.Failures;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.TraceStep;
import dev.steno.net.channel.Transport;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.conn.ProxyContext;
import dev.steno.net.http.RequestTarget.Origin;
import dev.steno.net.http.UpstreamProvider;
import dev.steno.net.http2.Http2Codec;
import dev.steno.net.mode.ProxyMode;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http3.Http3;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Listens for HTTP/3 on a UDP socket. All connections of one listener share its event loop. The first listener loads the
 * native library of QUIC.
 */
public final class Http3Listener {
    /**
     * The largest datagram that is read, in bytes: the payload of an Ethernet frame. Those sent leave room for a tunnel's
     * headers.
     */
    private static final int MOST_READ = 1500;

    private static final int MOST_SENT = 1350;

    /**
     * Unidirectional streams that a client may open: three of HTTP/3 itself, and some of unknown types, which are ignored
     * (RFC 9114, 6.2.3).
     */
    private static final int CONTROL_STREAMS = 10;

    private final Channel socket;
    private final ProxyMode.Reverse mode;

    private Http3Listener(Channel socket, ProxyMode.Reverse mode) {
        this.socket = socket;
        this.mode = mode;
    }

    /**
     * Binds the socket. The kernel queues datagrams that arrive before {@link #start}.
     *
     * @throws IOException if there is no native library for this system
     * @throws Exception if the address cannot be bound
     */
    public static Http3Listener bind(
            EventLoopGroup loops, Transport transport, InetSocketAddress address, ProxyMode.Reverse mode)
            throws Exception {
        if (!Quic.isAvailable()) {
            throw new IOException(
                    "HTTP/3 needs QUIC, whose native library cannot be loaded here: it exists for Linux (glibc) and macOS on"
                            + " x86-64 and 64-bit ARM, and for Windows on x86-64. Use reverse:https instead ("
                            + Failures.text(Quic.unavailabilityCause()) + ")");
        }
        Channel socket = new Bootstrap()
                .group(loops)
                .channel(transport.datagram())
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInboundHandlerAdapter())
                .bind(address)
                .syncUninterruptibly()
                .channel();
        return new Http3Listener(socket, mode);
    }

    /**
     * Binds the same port of {@code ::1} if this listener is at 127.0.0.1. Chromium resolves {@code localhost} to {@code ::1}
     * first, and over QUIC it does not try the other address.
     *
     * @return empty if this listener is at another address, or if {@code ::1} or its port cannot be bound
     */
    public Optional<Http3Listener> onOtherLoopback(EventLoopGroup loops, Transport transport) {
        InetSocketAddress bound = (InetSocketAddress) socket.localAddress();
        if (!bound.getAddress().equals(new InetSocketAddress("127.0.0.1", 0).getAddress())) {
            return Optional.empty();
        }
        try {
            return Optional.of(bind(loops, transport, new InetSocketAddress("::1", bound.getPort()), mode));
        } catch (Exception e) {
            return Optional.empty(); // a machine without IPv6
        }
    }

    /** The UDP socket. */
    public Channel socket() {
        return socket;
    }

    /**
     * Serves clients.
     *
     * @param pools gives each connection its pool of upstream connections
     * @param admit called for each connection whose handshake is complete, on its event loop: turns reading on, or closes it
     */
    public void start(
            ProxyContext context,
            QuicTls tls,
            Function<ClientConnection, UpstreamProvider> pools,
            Consumer<ClientConnection> admit) {
        socket.pipeline()
                .addLast(Http3.newQuicServerCodecBuilder()
                        .sslEngineProvider(tls::engine)
                        .sslTaskExecutor(tls.thread())
                        .maxIdleTimeout(context.settings().timeouts().idle().toMillis(), TimeUnit.MILLISECONDS)
                        .maxRecvUdpPayloadSize(MOST_READ)
                        .maxSendUdpPayloadSize(MOST_SENT)
                        .initialMaxData((long) Http2Codec.MOST_STREAMS * Http2Codec.WINDOW)
                        .initialMaxStreamDataBidirectionalRemote(Http2Codec.WINDOW)
                        .initialMaxStreamsBidirectional(Http2Codec.MOST_STREAMS)
                        .initialMaxStreamsUnidirectional(CONTROL_STREAMS)
                        .activeMigration(false)
                        .option(ChannelOption.AUTO_READ, false)
                        .handler(new ChannelInitializer<QuicChannel>() {
                            @Override
                            protected void initChannel(QuicChannel channel) {
                                accept(context, tls, pools, admit, channel);
                            }
                        })
                        .build());
        socket.config().setAutoRead(true);
    }

    private void accept(
            ProxyContext context,
            QuicTls tls,
            Function<ClientConnection, UpstreamProvider> pools,
            Consumer<ClientConnection> admit,
            QuicChannel channel) {
        ClientConnection client = new ClientConnection(
                context, channel, mode, (InetSocketAddress) channel.remoteSocketAddress(), (InetSocketAddress)
                        channel.localSocketAddress());
        client.trace().follow(channel);
        if (client.trace().isOn()) {
            client.trace().step(TraceStep.ACCEPTED, this, client.peer().address() + ", " + mode);
        }
        Http3ClientConnectionHandler side = new Http3ClientConnectionHandler(
                client, pools.apply(client), Origin.of(mode, context.settings().keepHost()), tls, admit);
        channel.pipeline().addLast(HandlerNames.HTTP3, side.codec()).addLast(HandlerNames.CLIENT, side);
    }
}
