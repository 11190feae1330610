package dev.steno.net;

import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.certs.LeafMint;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Peer;
import dev.steno.local.LocalClients;
import dev.steno.net.accept.ClientPipelines;
import dev.steno.net.accept.WaitingClientHandler;
import dev.steno.net.channel.ActivityLog;
import dev.steno.net.channel.Addresses;
import dev.steno.net.channel.Draining;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.NameResolver;
import dev.steno.net.channel.OwnAddresses;
import dev.steno.net.channel.SocketTraceHandler;
import dev.steno.net.channel.StalledWriteHandler;
import dev.steno.net.channel.TraceFile;
import dev.steno.net.channel.TraceStep;
import dev.steno.net.channel.Transport;
import dev.steno.net.conn.AddonTrace;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.conn.Http1OnlyCache;
import dev.steno.net.conn.ProxyContext;
import dev.steno.net.http.UpstreamProvider;
import dev.steno.net.http3.Http3Listener;
import dev.steno.net.http3.QuicTls;
import dev.steno.net.local.LocalClientFactory;
import dev.steno.net.mode.Listener;
import dev.steno.net.mode.ProxyMode;
import dev.steno.net.settings.ProxySettings;
import dev.steno.net.settings.TraceSettings;
import dev.steno.net.tls.TlsSetup;
import dev.steno.net.upstream.UpstreamPool;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The listening proxy. Binds first, so that clients can connect while the rest of the program starts, and accepts them from
 * {@link #start} on. {@link #start} and {@link #stop} block, so they must not be called on
 * an event loop.
 */
public final class ProxyServer implements AutoCloseable {
    /** The event loops end when they have had no task for this time. */
    private static final int QUIET_MILLIS = 10;

    private final ProxySettings settings;
    private final Transport transport = Transport.best();
    private final MultiThreadIoEventLoopGroup loops;
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ChannelGroup locals =
            new DefaultChannelGroup(GlobalEventExecutor.INSTANCE); // clients without a socket
    private final NameResolver resolver = new NameResolver();
    private final List<Channel> listeners = new ArrayList<>();
    private final List<InetSocketAddress> refused = new ArrayList<>();
    private UnaryOperator<String> mask = UnaryOperator.identity();
    private final List<Http3Listener> http3 = new ArrayList<>();
    private final TlsSetup tls;
    private final @Nullable TraceFile trace;
    private final @Nullable ActivityLog log;
    private volatile @Nullable ProxyContext context;
    private @Nullable QuicTls quic;

    /** Whether clients can connect. */
    public enum Sockets {
        /** The listeners of the settings are bound. */
        LISTENING,
        /** None is bound: only clients without a socket ({@link #localClients}) are served, as if they came to a listener. */
        NONE
    }

    private ProxyServer(ProxySettings settings, Sockets sockets) throws IOException {
        this.settings = settings;
        TraceSettings traced = settings.trace();
        this.trace =
                traced.file().isEmpty() ? null : TraceFile.open(traced.file().get(), traced.frames());
        this.log = traced.log().map(log -> new ActivityLog(trace, log)).orElse(null);
        this.loops = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(),
                new io.netty.util.concurrent.DefaultThreadFactory("io", true),
                transport.io());
        if (sockets == Sockets.LISTENING) {
            for (Listener listener : settings.listeners()) {
                listeners.add(listen(listener));
            }
        }
        this.tls = TlsSetup.begin(settings);
    }

    /** Loads the native library of TLS, so that a later start takes less time. Blocks; never on an event loop. */
    public static void preload() {
        TlsSetup.preload();
    }

    /**
     * Binds the listening sockets. From then on, the kernel queues connections until {@link #start}. Meanwhile the thread
     * {@code tls-setup} sets up TLS and reads the system's trust store.
     *
     * @throws IOException if an address cannot be bound; the message says what to do
     */
    public static ProxyServer bind(ProxySettings settings) throws IOException {
        return bind(settings, Sockets.LISTENING);
    }

    /** As {@link #bind(ProxySettings)}, but binds nothing if {@code sockets} says so. */
    public static ProxyServer bind(ProxySettings settings, Sockets sockets) throws IOException {
        return new ProxyServer(settings, sockets);
    }

    private Channel listen(Listener listener) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(listener.at().host(), listener.at().port());
        try {
            if (listener.mode() instanceof ProxyMode.Transparent
                    && !transport.name().equals("epoll")) {
                throw new IOException("transparent mode needs Linux and its epoll");
            }
            if (address.isUnresolved()) {
                throw new UnknownHostException(listener.at().host());
            }
            if (listener.mode() instanceof ProxyMode.Reverse reverse && reverse.scheme() == ProxyMode.Scheme.HTTP3) {
                Http3Listener first = Http3Listener.bind(loops, transport, address, reverse);
                http3.add(first);
                first.onOtherLoopback(loops, transport).ifPresent(http3::add);
                return first.socket();
            }
            return new ServerBootstrap()
                    .group(loops)
                    .channel(transport.server())
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.SO_BACKLOG, 1024)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                    .childOption(
                            ChannelOption.SO_KEEPALIVE,
                            true) // the only way to detect that an idle tunnel's client has vanished
                    .childOption(
                            ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(128 * 1024, 256 * 1024))
                    .childHandler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            accept(channel, listener.mode());
                        }
                    })
                    .bind(address)
                    .syncUninterruptibly()
                    .channel();
        } catch (Exception e) {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS); // also closes the sockets that were bound
            resolver.close();
            throw whyNot(e, listener.at());
        }
    }

    private static IOException whyNot(Exception e, Endpoint at) {
        if (e instanceof UnknownHostException) {
            return new IOException("cannot listen at " + at + ": the host has no address", e);
        }
        // the native transport throws its own exception type
        boolean taken = String.valueOf(e.getMessage()).contains("already in use");
        if (String.valueOf(e.getMessage()).contains("ermission denied")) { // EACCES
            return new IOException(
                    "no permission for port " + at.port()
                            + ": ports below 1024 need root or the capability CAP_NET_BIND_SERVICE; choose another with"
                            + " --listen",
                    e);
        }
        if (String.valueOf(e.getMessage()).contains("assign requested address")) { // EADDRNOTAVAIL
            return new IOException(
                    "cannot listen at " + at + ": this machine has no address " + at.host() + "; 0.0.0.0:" + at.port()
                            + " listens on all that it has",
                    e);
        }
        return taken
                ? new PortTakenException(at, e)
                : new IOException("cannot listen at " + at + ": " + Failures.text(e), e);
    }

    /** The bound address of the first listener. */
    public Endpoint address() {
        return addresses().get(0);
    }

    /** The bound addresses of the listeners, in the order of the settings; none if nothing is bound. */
    public List<Endpoint> addresses() {
        return bound(listeners).stream().map(Addresses::of).toList();
    }

    private static List<InetSocketAddress> bound(List<Channel> sockets) {
        return sockets.stream()
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .toList();
    }

    /** The TCP listeners. The other sockets are UDP sockets of HTTP/3, each shared by its connections. */
    private List<Channel> overTcp() {
        return listeners.stream().filter(ServerChannel.class::isInstance).toList();
    }

    /** The transport in use: {@code epoll} or {@code nio}. */
    public String transport() {
        return transport.name();
    }

    /**
     * Refuses connections to another listener of this process, such as that of the API, as to the proxy itself, in all
     * modes. Called before {@link #start}.
     *
     * @param masked replaces the secrets of that listener in a text, so that a request that is refused does not bring them
     *     into the record; called on event loops
     */
    public void refuse(InetSocketAddress listener, UnaryOperator<String> masked) {
        refused.add(listener);
        mask = masked;
    }

    /** Returns the number of connections that clients have open. Any thread. */
    public int connections() {
        return clients.size();
    }

    /** Returns the addresses of the clients that have connections open, over TCP. Any thread. */
    public Set<Endpoint> clients() {
        Set<Endpoint> open = new HashSet<>();
        for (Channel client : clients) {
            if (client.remoteAddress() instanceof InetSocketAddress address) {
                open.add(Addresses.of(address));
            }
        }
        return open;
    }

    /**
     * Accepts clients. Called once. A connection that needs TLS waits until TLS is set up; all others are served at once.
     *
     * @throws IOException if TLS cannot be set up as the settings say; the message says why
     */
    public void start(AddonRuntime addons, LeafMint mint) throws IOException {
        if (trace != null) {
            addons.watch(new AddonTrace(trace));
        }
        OwnAddresses self = new OwnAddresses(bound(overTcp()), refused, mask); // servers are reached over TCP only
        tls.awaitOptions();
        context = new ProxyContext(
                settings,
                transport,
                addons,
                tls,
                mint,
                resolver,
                self,
                new Http1OnlyCache(),
                new Http1OnlyCache(),
                log == null ? trace : log);
        if (!http3.isEmpty()) {
            quic = new QuicTls(mint, tls.await());
            http3.forEach(listener -> listener.start(context, quic, ProxyServer::servers, this::admit));
        }
        listeners.forEach(listener -> listener.config().setAutoRead(true));
    }

    /** Returns what opens clients without a socket. They can be opened once the server is started. */
    public LocalClients localClients() {
        return new LocalClientFactory(this::running, loops, settings.listeners(), locals::add);
    }

    private ProxyContext running() {
        return Objects.requireNonNull(context, "the server was not started");
    }

    private void accept(Channel channel, ProxyMode mode) {
        channel.pipeline().addFirst(new StalledWriteHandler(settings.timeouts().write()));
        ProxyContext context = running();
        ClientConnection client = new ClientConnection(context, channel, mode);
        SocketTraceHandler.attachTrace(channel, client.trace());
        traceAccepted(client);
        client.tellWhenClosed();
        ClientPipelines pipelines = new ClientPipelines(client);
        if (context.addons().hooks().isEmpty(Hook.CLIENT)) {
            clients.add(channel);
            pipelines.addFirstHandlers();
            return;
        }
        channel.config().setAutoRead(false);
        channel.pipeline().addLast(HandlerNames.WAITING, new WaitingClientHandler());
        admit(client, () -> {
            pipelines.addFirstHandlers();
            channel.pipeline().remove(HandlerNames.WAITING);
        });
    }

    private void traceAccepted(ClientConnection client) {
        if (client.trace().isOn()) {
            Peer peer = client.peer();
            client.trace()
                    .step(TraceStep.ACCEPTED, this, peer.address() + " at " + peer.local() + ", " + client.mode());
        }
    }

    /** The servers of an HTTP/3 client: they may speak HTTP/2, but not with prior knowledge. */
    private static UpstreamProvider servers(ClientConnection client) {
        UpstreamPool servers = new UpstreamPool(client);
        servers.offerHttp2(false);
        return servers;
    }

    /** Admits an HTTP/3 connection, whose handlers are in place and whose reading is paused. */
    private void admit(ClientConnection client) {
        client.tellWhenClosed();
        admit(client, () -> {});
    }

    private void admit(ClientConnection client, Runnable begin) {
        Channel channel = client.channel();
        clients.add(channel);
        ProxyContext context = running();
        if (context.addons().hooks().isEmpty(Hook.CLIENT)) {
            begin.run();
            channel.config().setAutoRead(true);
            return;
        }
        context.addons().hooks().run(Hook.CLIENT, 0, client.peer(), limit -> {}, channel.eventLoop(), outcome -> {
            if (outcome.verdict() instanceof Verdict.Drop<Peer>) {
                channel.close();
            } else {
                begin.run();
                channel.config().setAutoRead(true);
            }
        });
    }

    /**
     * Stops: accepts no further clients, closes idle connections, lets exchanges in progress end within the grace period and aborts
     * the others. Blocks until all connections are closed and the end of every flow is published. A second call returns at once.
     */
    public void stop(Duration grace) {
        if (loops.isShuttingDown()) {
            return;
        }
        List<Channel> accepting = overTcp();
        accepting.forEach(Channel::close);
        accepting.forEach(listener -> listener.closeFuture().syncUninterruptibly());
        List<ChannelGroup> served = List.of(clients, locals);
        long due = System.nanoTime() + grace.toNanos();
        tell(served, Draining.EVENT);
        for (ChannelGroup each : served) {
            each.newCloseFuture().awaitUninterruptibly(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        tell(served, Draining.GRACE_OVER);
        served.forEach(each -> each.close().awaitUninterruptibly());
        http3.forEach(listener -> listener.socket().close().awaitUninterruptibly());
        // connections to servers end after those of their clients, by tasks that release what they hold
        loops.shutdownGracefully(QUIET_MILLIS, 5_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        resolver.close();
        if (quic != null) {
            quic.close();
        }
        tls.close();
        if (log != null) {
            log.close();
        }
        if (trace != null) {
            trace.close();
        }
    }

    private static void tell(List<ChannelGroup> served, Draining event) {
        served.forEach(each -> each.forEach(channel -> channel.pipeline().fireUserEventTriggered(event)));
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
