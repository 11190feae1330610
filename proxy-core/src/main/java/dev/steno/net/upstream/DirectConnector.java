package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.net.channel.Addresses;
import dev.steno.net.channel.ConnectionTrace;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.SocketTraceHandler;
import dev.steno.net.channel.StalledWriteHandler;
import dev.steno.net.channel.TraceStep;
import dev.steno.net.channel.UnclaimedGuard;
import dev.steno.net.conn.ProxyContext;
import dev.steno.net.http.UpstreamChannel;
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
 * Resolves a host and connects to one of its addresses. Confined to the client's event loop; the result is called once, on it. A
 * host whose cached addresses all refuse the connection is resolved a second time.
 */
final class DirectConnector {
    private final ProxyContext proxy;
    private final EventLoop loop;
    private final ConnectionTrace trace;

    /** @param trace the trace of the client's connection */
    DirectConnector(ProxyContext proxy, EventLoop loop, ConnectionTrace trace) {
        this.proxy = proxy;
        this.trace = trace;
        this.loop = loop;
    }

    /**
     * Connects.
     *
     * @param asked the server that the client named, for the record
     * @param target the server to connect to; another one if an addon redirected the connection
     */
    void connect(Endpoint asked, Endpoint target, UpstreamCallback result) {
        new Attempt(asked, target, result).lookUp(List.of());
    }

    private void onLoop(Runnable action) {
        if (loop.inEventLoop()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }

    /** A connection to one server; resolves the host a second time if no cached address accepts the connection. */
    private final class Attempt {
        private final Endpoint asked;
        private final Endpoint target;
        private final UpstreamCallback result;
        private final long started = Times.now();

        /** The failure of the addresses of the first look-up; null unless all of them failed. */
        private Failures.@Nullable Failure first;

        Attempt(Endpoint asked, Endpoint target, UpstreamCallback result) {
            this.asked = asked;
            this.target = target;
            this.result = result;
        }

        /** @param tried the addresses that failed; empty for the first look-up */
        void lookUp(List<InetAddress> tried) {
            proxy.resolver()
                    .resolve(target.host(), proxy.settings().timeouts().connect())
                    .whenComplete((addresses, error) -> onLoop(() -> {
                        if (trace.isOn()) {
                            trace.step(
                                    TraceStep.RESOLVED,
                                    DirectConnector.this,
                                    target.host() + ": " + (error == null ? addresses : Failures.text(error)));
                        }
                        if (error != null) {
                            fail(first == null ? Failures.resolving(target, error) : first);
                        } else if (first != null && tried.containsAll(addresses)) {
                            fail(first);
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
                fail(ownAddress(addresses));
                return;
            }
            AddressRace.Result raced = new AddressRace.Result() {
                @Override
                public void raceWon(Channel channel) {
                    channel.pipeline()
                            .addFirst(new StalledWriteHandler(
                                    proxy.settings().timeouts().write()));
                    Peer peer = peer(channel);
                    traceConnected(channel, peer);
                    result.connected(new UpstreamChannel(channel, peer));
                }

                @Override
                public void raceFailed(Throwable cause) {
                    Failures.Failure failure = others.size() < addresses.size()
                            ? ownAddress(addresses)
                            : Failures.connecting(target, cause);
                    boolean askAgain = proxy.resolver().giveUp(target.host());
                    if (askAgain
                            && first == null
                            && failure.status() != 504) { // a timeout leaves no time for a second attempt
                        first = failure;
                        lookUp(addresses);
                    } else {
                        fail(failure);
                    }
                }
            };
            new AddressRace(bootstrap(), loop, others, target.port(), trace, raced)
                    .startRace(proxy.settings().timeouts().connect().toMillis());
        }

        private void fail(Failures.Failure failure) {
            trace.step(
                    TraceStep.CONNECT_FAILED,
                    DirectConnector.this,
                    failure.error().message());
            result.connectFailed(failure);
        }

        private void traceConnected(Channel channel, Peer peer) {
            if (trace.isOn()) {
                ConnectionTrace traced = trace.towards(peer.connection());
                SocketTraceHandler.attachTrace(channel, traced);
                traced.step(
                        TraceStep.CONNECTED,
                        DirectConnector.this,
                        peer.local() + " to " + Addresses.of((InetSocketAddress) channel.remoteAddress()));
            }
        }

        private Failures.Failure ownAddress(List<InetAddress> addresses) {
            boolean api = addresses.stream().anyMatch(address -> proxy.self().isOther(address, target.port()));
            return api
                    ? Failures.ownListener(
                            target + " is Steno's own user interface, which is not reached through the proxy")
                    : Failures.of(
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
                    // a server that stops reading a request may have sent its reason: its response is still read
                    .option(ChannelOption.AUTO_CLOSE, false)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(128 * 1024, 256 * 1024))
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // the race of all addresses has its limit instead
                    .handler(UnclaimedGuard.INSTANCE);
        }

        private Peer peer(Channel channel) {
            return new Peer(
                    proxy.addons().sequences().nextConnection(),
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
}
