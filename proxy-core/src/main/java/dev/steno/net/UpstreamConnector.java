package dev.steno.net;

import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.net.mode.NextProxy;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to servers: the UPSTREAM hook, the look-up, one address after the other, then TLS. Called and answered
 * on the client's event loop, which the connection shares.
 */
final class UpstreamConnector {
    private final ProxyContext proxy;
    private final EventLoop loop;
    private final @Nullable NextProxy next;

    /** @param next the proxy that leads to all servers; null where they are connected to directly */
    UpstreamConnector(ProxyContext proxy, EventLoop loop, @Nullable NextProxy next) {
        this.proxy = proxy;
        this.loop = loop;
        this.next = next;
    }

    /** Told once, on the event loop: a connection or why there is none. The connection does not read yet. */
    interface Result {
        void connected(Upstream upstream);

        void failed(Failures.Failure failure);
    }

    /** Connects without TLS; what is sent reaches the server, whatever it is. */
    void connect(Endpoint target, Result result) {
        connect(target, false, result);
    }

    /** Connects without TLS, for HTTP requests: a next proxy that speaks HTTP is given them to forward. */
    void connectHttp(Endpoint target, Result result) {
        connect(target, next != null && next.kind() != NextProxy.Kind.SOCKS5, result);
    }

    private void connect(Endpoint target, boolean forwarded, Result result) {
        proxy.buses().hooks().run(Hook.UPSTREAM, 0, target, limit -> {}, loop, outcome -> {
            if (outcome.verdict() instanceof Verdict.Drop<Endpoint> drop) {
                result.failed(Failures.of(FlowError.Step.ADDON, 502, drop.reason()));
            } else if (next == null) {
                resolve(target, outcome.subject(), result);
            } else {
                NextProxyConnector through = new NextProxyConnector(proxy, next, this);
                through.connect(target, outcome.subject(), forwarded, result);
            }
        });
    }

    /**
     * Connects and speaks TLS, as {@code https} asks for it.
     *
     * @param name the server name to ask for and to verify
     * @param alpnOffers what to offer, the preferred protocol first
     */
    void connectTls(Endpoint target, String name, List<String> alpnOffers, Result result) {
        connect(target, new Result() {
            @Override
            public void connected(Upstream upstream) {
                handshake(upstream, name, alpnOffers, result);
            }

            @Override
            public void failed(Failures.Failure failure) {
                result.failed(failure);
            }
        });
    }

    /** Looks an address up and connects to it, whatever the mode. */
    void resolve(Endpoint asked, Endpoint target, Result result) {
        long started = Times.now();
        proxy.resolver()
                .resolve(target.host(), proxy.settings().connectTimeout())
                .whenComplete((addresses, error) -> onLoop(() -> {
                    if (error != null) {
                        result.failed(Failures.resolving(target, error));
                    } else {
                        new Attempts(asked, target, addresses, started, result).next(0);
                    }
                }));
    }

    private void onLoop(Runnable action) {
        if (loop.inEventLoop()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }

    /** Tries the addresses of one server in their order. */
    private final class Attempts {
        private final Endpoint asked;
        private final Endpoint target;
        private final List<InetAddress> addresses;
        private final long started;
        private final Result result;

        Attempts(Endpoint asked, Endpoint target, List<InetAddress> addresses, long started, Result result) {
            this.asked = asked;
            this.target = target;
            this.addresses = addresses;
            this.started = started;
            this.result = result;
        }

        void next(int index) {
            InetAddress address = addresses.get(index);
            if (proxy.self().include(address, target.port())) {
                result.failed(Failures.of(
                        FlowError.Step.CONNECT,
                        502,
                        target + " is this proxy itself: the request would go round for ever"));
                return;
            }
            new Bootstrap()
                    .group(loop)
                    .channel(proxy.transport().socket())
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                    // a server that takes no more of a request may have said why: its response is still read
                    .option(ChannelOption.AUTO_CLOSE, false)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(128 * 1024, 256 * 1024))
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                            proxy.settings().connectTimeout().toMillis())
                    .handler(Unclaimed.INSTANCE)
                    .connect(address, target.port())
                    .addListener(future -> {
                        if (future.isSuccess()) {
                            Channel channel = ((io.netty.channel.ChannelFuture) future).channel();
                            channel.pipeline()
                                    .addFirst(new WriteWatch(proxy.settings().writeTimeout()));
                            result.connected(new Upstream(channel, peer(channel)));
                        } else if (index + 1 < addresses.size()) {
                            next(index + 1);
                        } else {
                            result.failed(Failures.connecting(target, future.cause()));
                        }
                    });
        }

        private Peer peer(Channel channel) {
            return new Peer(
                    proxy.buses().sequences().nextConnection(),
                    asked,
                    Addresses.of((InetSocketAddress) channel.remoteAddress()),
                    Addresses.of((InetSocketAddress) channel.localAddress()),
                    started,
                    Times.now(),
                    Times.UNSET,
                    null,
                    null);
        }
    }

    /**
     * Speaks TLS on a connection that stands. The connection that is told of may be another one, on which it was spoken again.
     *
     * @param name the server name to ask for and to verify
     * @param alpnOffers what to offer; empty for no ALPN
     */
    void handshake(Upstream upstream, String name, List<String> alpnOffers, Result result) {
        new ServerHandshake(proxy, this, loop, name, alpnOffers, result).begin(upstream);
    }

    /** Whether servers are connected to by this machine itself, and not by a next proxy. */
    boolean isDirect() {
        return next == null;
    }
}
