package dev.steno.web.server;

import dev.steno.certs.Leaf;
import dev.steno.flow.Endpoint;
import dev.steno.web.guard.Guard;
import dev.steno.web.http.Router;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server of the API and the user interface, on one event loop of its own: a page that is slow to read delays
 * no traffic of the proxy. Resources run on threads of their own, one per request, and may block. Any thread; {@link
 * #bind} and {@link #close} block.
 */
public final class ApiServer implements AutoCloseable {
    /** How long requests in progress may go on when the server is closed; those that follow the record never end. */
    private static final long LAST_ANSWERS_MILLIS = 300;

    /** Upper bound on connections; one more is closed at once. */
    static final int CONNECTIONS = 64;

    /** Upper bound on the body of a request, in bytes. */
    static final int LARGEST_BODY = 1 << 20;

    private static final int LONGEST_LINE = 8 << 10;
    private static final int LARGEST_HEAD = 16 << 10;
    private static final int CHUNK = 8 << 10;

    /** How many ports after the given one are tried if it is taken. */
    private static final int NEXT_PORTS = 100;

    /** How long a client may accept no byte of a response. */
    private static final Duration STALLED = Duration.ofSeconds(60);

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("web", true), NioIoHandler.newFactory());
    private final ExecutorService threads = new ThreadPoolExecutor(
            0, CONNECTIONS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), new DefaultThreadFactory("web-read", true));
    private final OpenConnections connections = new OpenConnections(CONNECTIONS);
    private final Duration stalled;
    private final Channel listener;
    private volatile @Nullable Service service;

    private record Service(
            Router router,
            Guard guard,
            @Nullable SslContext tls,
            @Nullable WebSocketService sockets) {}

    private ApiServer(Endpoint at, boolean otherPorts, Duration stalled) throws IOException {
        this.stalled = stalled;
        try {
            listener = listen(at, otherPorts);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Binds the socket; connections wait until {@link #start}.
     *
     * @param at where to listen; port 0 picks a free one
     * @param otherPorts whether one of the next ports is taken if another program listens on the given one
     * @throws IOException if the address cannot be bound; the message says what to do
     */
    public static ApiServer bind(Endpoint at, boolean otherPorts) throws IOException {
        return bind(at, otherPorts, STALLED);
    }

    /** @param stalled how long a client may accept no byte of a response */
    static ApiServer bind(Endpoint at, boolean otherPorts, Duration stalled) throws IOException {
        return new ApiServer(at, otherPorts, stalled);
    }

    private Channel listen(Endpoint at, boolean otherPorts) throws IOException {
        int last = otherPorts && at.port() != 0 ? Math.min(65535, at.port() + NEXT_PORTS) : at.port();
        for (int port = at.port(); ; port++) {
            try {
                return listen(new InetSocketAddress(at.host(), port));
            } catch (BindException e) {
                if (port >= last) {
                    throw new IOException(
                            "cannot listen at " + at + " for the API: " + e.getMessage()
                                    + "; choose another port with --web, or --web off",
                            e);
                }
            }
        }
    }

    private Channel listen(InetSocketAddress address) throws BindException {
        if (address.isUnresolved()) {
            throw new BindException("the host has no address");
        }
        try {
            return new ServerBootstrap()
                    .group(loop)
                    .channel(NioServerSocketChannel.class)
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.AUTO_READ, false)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(256 << 10, 1 << 20))
                    .childHandler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            accept(channel);
                        }
                    })
                    .bind(address)
                    .sync()
                    .channel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BindException("interrupted");
        }
    }

    /** Returns the address that the server listens on. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Answers requests from now on, without WebSockets; otherwise as the other method. */
    public void start(Router router, Guard guard, @Nullable Leaf certificate) throws IOException {
        start(router, guard, certificate, null);
    }

    /**
     * Answers requests and accepts WebSockets from now on. Called once.
     *
     * @param certificate what other machines are shown in a TLS handshake; null if the server is bound to loopback
     * @param sockets takes over WebSockets; null if no path leads to one
     * @throws IOException if the certificate cannot be used
     */
    public void start(Router router, Guard guard, @Nullable Leaf certificate, @Nullable WebSocketService sockets)
            throws IOException {
        SslContext tls = certificate == null
                ? null
                : SslContextBuilder.forServer(certificate.key(), certificate.chain())
                        .build();
        service = new Service(router, guard, tls, sockets);
        listener.config().setAutoRead(true);
    }

    private void accept(Channel channel) {
        Service started = Objects.requireNonNull(service, "accepting before the start");
        if (!connections.add(channel)) {
            channel.close();
            return;
        }
        channel.pipeline().addLast("stalled", new StalledClientHandler(stalled));
        SslContext tls = started.tls();
        if (tls != null) {
            channel.pipeline().addLast("tls-unless-local", new TlsUnlessLocalHandler(tls));
        }
        channel.pipeline()
                .addLast("deadline", new RequestDeadlineHandler())
                .addLast("http", new HttpServerCodec(LONGEST_LINE, LARGEST_HEAD, CHUNK))
                .addLast("upload", new UploadHandler(started.router()))
                .addLast("whole-request", new HttpObjectAggregator(LARGEST_BODY))
                .addLast("api", new ApiHandler(started.router(), started.guard(), threads, started.sockets()));
        channel.read();
    }

    /** Closes the connections that are open now, live channels included, once requests in progress have been answered. */
    public void endConnections() {
        List<Channel> open = connections.all();
        loop.schedule(() -> open.forEach(Channel::close), LAST_ANSWERS_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Closes all connections. Requests in progress have a moment to be answered, such as the one that stops Steno. Blocks
     * until the resources have returned, at most for two seconds, and the event loop has ended.
     */
    @Override
    public void close() {
        threads.shutdown();
        await(LAST_ANSWERS_MILLIS);
        connections.closeAll();
        threads.shutdownNow();
        await(2_000); // before the event loop, which completes the writes of resources
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void await(long millis) {
        try {
            threads.awaitTermination(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
