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
        new Attempt(asked, target, result).lookUp(List.of());
    }

    private void onLoop(Runnable action) {
        if (loop.inEventLoop()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }

    /** A connection to one server, by a second look-up if no address of a kept answer takes it. */
    private final class Attempt {
        private final Endpoint asked;
        private final Endpoint target;
        private final Result result;
        private final long started = Times.now();

        /** Why no address of the first look-up took the connection; null before that is known. */
        private Failures.@Nullable Failure first;

        Attempt(Endpoint asked, Endpoint target, Result result) {
            this.asked = asked;
            this.target = target;
            this.result = result;
        }

        /** @param tried the addresses that took no connection; empty at first */
        void lookUp(List<InetAddress> tried) {
            proxy.resolver()
                    .resolve(target.host(), proxy.settings().connectTimeout())
                    .whenComplete((addresses, error) -> onLoop(() -> {
                        if (error != null) {
                            result.failed(first == null ? Failures.resolving(target, error) : first);
                        } else if (first != null && tried.containsAll(addresses)) {
                            result.failed(first);
                        } else {
                            connect(addresses);
                        }
                    }));
        }

        private void connect(List<InetAddress> addresses) {
            List<InetAddress> others = addresses.stream()
                    .filter(address -> !proxy.self().include(address, target.port()))
                    .toList();
            if (others.isEmpty()) {
                result.failed(ownAddress());
                return;
            }
            AddressRace.Result raced = new AddressRace.Result() {
                @Override
                public void connected(Channel channel) {
                    channel.pipeline().addFirst(new WriteWatch(proxy.settings().writeTimeout()));
                    result.connected(new Upstream(channel, peer(channel)));
                }

                @Override
                public void failed(Throwable cause) {
                    Failures.Failure failure =
                            others.size() < addresses.size() ? ownAddress() : Failures.connecting(target, cause);
                    boolean askAgain = proxy.resolver().giveUp(target.host());
                    if (askAgain && first == null && failure.status() != 504) { // a time-out used all its time up
                        first = failure;
                        lookUp(addresses);
                    } else {
                        result.failed(failure);
                    }
                }
            };
            new AddressRace(bootstrap(), loop, others, target.port(), raced)
                    .begin(proxy.settings().connectTimeout().toMillis());
        }

        private Failures.Failure ownAddress() {
            return Failures.of(
                    FlowError.Step.CONNECT,
                    502,
                    target + " is this proxy's own address; refused to avoid a request loop");
        }

        private Bootstrap bootstrap() {
            return new Bootstrap()
                    .group(loop)
                    .channel(proxy.transport().socket())
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                    // a server that takes no more of a request may have said why: its response is still read
                    .option(ChannelOption.AUTO_CLOSE, false)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(128 * 1024, 256 * 1024))
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // the race has a limit
                    .handler(Unclaimed.INSTANCE);
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
