package dev.steno.net.conn;

import dev.steno.addon.ConnectionEvent;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.bus.HookChain;
import dev.steno.exchange.stream.RawStreamRelay;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.net.channel.Addresses;
import dev.steno.net.channel.ConnectionTrace;
import dev.steno.net.channel.ExchangeTicker;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.TraceLog;
import dev.steno.net.mode.ProxyMode;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, or an HTTP/2 stream that acts as one (CONNECT): its facts, and the record of a connection that
 * failed before any flow. Confined to its event loop.
 */
public final class ClientConnection {
    private final ProxyContext proxy;
    private final Channel channel;
    private final ProxyMode mode;
    private final ExchangeTicker pulse;
    private final ConnectionTrace trace;
    private Peer peer;
    private @Nullable String program;

    /** @param mode of the listener that accepted it */
    public ClientConnection(ProxyContext proxy, Channel channel, ProxyMode mode) {
        this(proxy, channel, mode, (InetSocketAddress) channel.remoteAddress(), (InetSocketAddress)
                channel.localAddress());
    }

    /** A connection whose channel does not give its socket addresses, such as one of QUIC. */
    public ClientConnection(
            ProxyContext proxy, Channel channel, ProxyMode mode, InetSocketAddress remote, InetSocketAddress local) {
        this(proxy, channel, mode, peer(proxy, remote, local, mode));
    }

    /** A connection whose facts are known: a stream of another, or one without a socket. */
    public ClientConnection(ProxyContext proxy, Channel channel, ProxyMode mode, Peer peer) {
        this.proxy = proxy;
        this.channel = channel;
        this.mode = mode;
        this.pulse = new ExchangeTicker(channel);
        this.peer = peer;
        this.trace = TraceLog.of(proxy.trace(), peer.connection());
    }

    private static Peer peer(ProxyContext proxy, InetSocketAddress remote, InetSocketAddress local, ProxyMode mode) {
        return new Peer(
                proxy.addons().sequences().nextConnection(),
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

    /** The trace of this connection's steps; usually off. */
    public ConnectionTrace trace() {
        return trace;
    }

    public ProxyContext proxy() {
        return proxy;
    }

    public ProxyMode mode() {
        return mode;
    }

    public Channel channel() {
        return channel;
    }

    public EventLoop loop() {
        return channel.eventLoop();
    }

    /** Ticks once a second while a handler of this connection has an exchange in progress. */
    public ExchangeTicker pulse() {
        return pulse;
    }

    public Peer peer() {
        return peer;
    }

    public void speaksTls(Tls tls) {
        peer = peer.withTls(tls);
    }

    /** The User-Agent of the CONNECT that opened the tunnel, as sent; null if there is none. */
    public @Nullable String program() {
        return program;
    }

    /** Whether a browser opened the tunnel: browsers connect in advance, and send an alert if they refuse a certificate. */
    public boolean isBrowser() {
        return program != null && program.startsWith("Mozilla/");
    }

    public void opensTunnelAs(@Nullable String userAgent) {
        program = userAgent;
    }

    /** Whether HTTP/2 can be offered: not within an HTTP/2 stream, since clients that nest connections also accept HTTP/1. */
    public boolean mayBeHttp2() {
        return channel.pipeline().get(HandlerNames.TUNNEL_FRAMES) == null;
    }

    /** Whether the listener itself speaks HTTP/2: not if it requires credentials, which are read in HTTP/1 only. */
    public boolean listensToHttp2() {
        return mode instanceof ProxyMode.Reverse || !proxy.settings().auth().isRequired();
    }

    /** A stream of this connection that acts as a connection (CONNECT over HTTP/2). */
    public ClientConnection ofStream(Channel stream) {
        return new ClientConnection(proxy, stream, mode, peer);
    }

    /** The proxy's address at which the client arrived. */
    public Endpoint local() {
        return Objects.requireNonNull(peer.local(), "an accepted connection has a local address");
    }

    /**
     * Tells the handlers of a hook what happened to this connection, or to one to a server that was made for it; does nothing
     * if the hook has none. On this connection's event loop.
     */
    public void tell(
            Hook<ConnectionEvent> hook, @Nullable Endpoint target, @Nullable Peer server, @Nullable FlowError error) {
        HookChain hooks = proxy.addons().hooks();
        if (!hooks.isEmpty(hook)) {
            ConnectionEvent event = new ConnectionEvent(peer, target, server, error);
            hooks.run(hook, 0, event, HookContext.NONE, loop(), outcome -> {});
        }
    }

    /** Tells of the end of this connection, if a handler wants to know now. */
    public void tellWhenClosed() {
        if (!proxy.addons().hooks().isEmpty(Hook.CLIENT_CLOSED)) {
            channel.closeFuture().addListener(closed -> tell(Hook.CLIENT_CLOSED, null, null, null));
        }
    }

    /** Records that this listener cannot serve the client. Closing the connection is up to the caller. */
    public void refuse(String why) {
        recordFailure(local(), null, "tcp", new FlowError(FlowError.Step.REQUEST, why, Times.now()));
    }

    /** Records a connection that failed before any flow, unless the record currently refuses flows. */
    public void recordFailure(Endpoint target, @Nullable Peer server, String protocol, FlowError error) {
        if (proxy.addons().record().refuses()) {
            return;
        }
        RawStreamRelay.recordFailure(proxy.addons(), peer, server, target, protocol, error, Notes.NONE);
    }
}
