package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.net.channel.ConnectionTrace;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.TraceStep;
import dev.steno.net.conn.ProxyContext;
import dev.steno.net.http.UpstreamChannel;
import dev.steno.net.mode.NextProxy;
import dev.steno.net.tls.TlsLayers;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connects to servers through the next proxy: connects to the proxy, adds TLS if the proxy speaks it, then asks for a tunnel.
 * Confined to the client's event loop. A failure names the next proxy.
 */
final class NextProxyConnector {
    private final ProxyContext proxy;
    private final NextProxy next;
    private final DirectConnector direct;

    NextProxyConnector(ProxyContext proxy, NextProxy next, DirectConnector direct) {
        this.proxy = proxy;
        this.next = next;
        this.direct = direct;
    }

    /**
     * Connects.
     *
     * @param asked the server that the client named, for the record
     * @param target the server to connect to; another one if an addon redirected the connection
     * @param forwarded whether the next proxy forwards HTTP requests, instead of opening a tunnel
     */
    void connect(Endpoint asked, Endpoint target, boolean forwarded, UpstreamCallback result) {
        direct.connect(next.address(), next.address(), new Step(result) {
            @Override
            public void connected(UpstreamChannel reached) {
                if (next.kind() == NextProxy.Kind.HTTPS) {
                    establishTls(reached, new Step(result) {
                        @Override
                        public void connected(UpstreamChannel secured) {
                            openTunnel(secured, asked, target, forwarded, result);
                        }
                    });
                } else {
                    openTunnel(reached, asked, target, forwarded, result);
                }
            }
        });
    }

    private void openTunnel(
            UpstreamChannel reached, Endpoint asked, Endpoint target, boolean forwarded, UpstreamCallback result) {
        Channel channel = reached.channel();
        Peer via = reached.peer();
        if (!channel.isActive()) { // a handshake on it would neither succeed nor fail
            result.connectFailed(Failures.of(
                    FlowError.Step.CONNECT, 502, "the next proxy, " + next.address() + ", closed the connection"));
            return;
        }
        if (forwarded
                && asked.equals(target)) { // not after a redirect by an addon: the request's URL names another server
            result.connected(new UpstreamChannel(channel, server(asked, via), next));
            return;
        }
        long patience = proxy.settings().timeouts().connect().toMillis();
        NextProxyHandshake handshake = handshake(target, patience, failure -> {
            if (failure == null) {
                result.connected(new UpstreamChannel(channel, server(asked, via)));
            } else {
                result.connectFailed(failure);
            }
        });
        ConnectionTrace trace = ConnectionTrace.of(channel);
        if (trace.isOn()) {
            trace.step(TraceStep.NEXT_PROXY, this, next.kind() + " " + next.address() + " for " + target);
        }
        TlsLayers.addInner(channel.pipeline(), HandlerNames.NEXT_PROXY, handshake);
    }

    private NextProxyHandshake handshake(
            Endpoint target, long patienceMillis, Consumer<Failures.@Nullable Failure> done) {
        return next.kind() == NextProxy.Kind.SOCKS5
                ? new Socks5ClientHandshake(next, target, patienceMillis, done)
                : new HttpConnectHandshake(next, target, patienceMillis, done);
    }

    /** The facts of the server that are known behind another proxy: its address is not. */
    private static Peer server(Endpoint asked, Peer via) {
        return new Peer(via.connection(), asked, null, via.local(), via.started(), Times.now(), Times.UNSET, null, via);
    }

    private void establishTls(UpstreamChannel reached, UpstreamCallback result) {
        Endpoint address = next.address();
        if (!reached.channel().isActive()) { // a handshake on it would neither succeed nor fail
            result.connectFailed(Failures.serverTls(address, new ClosedChannelException()));
            return;
        }
        if (!proxy.tlsSetup().isReady()) {
            proxy.tlsSetup().whenReady(reached.channel().eventLoop(), () -> establishTls(reached, result), error -> {
                reached.channel().close();
                result.connectFailed(Failures.serverTls(address, error));
            });
            return;
        }
        TlsAttempt attempt = new TlsAttempt(proxy, address.host(), List.of(), HandlerNames.OUTER_TLS);
        attempt.beginHandshake(reached, this, new TlsAttempt.Result() {
            @Override
            public void handshakeDone(UpstreamChannel secured, SslHandler tls) {
                result.connected(secured);
            }

            @Override
            public void handshakeFailed(Throwable cause, boolean unidentified) {
                reached.channel().close();
                result.connectFailed(Failures.serverTls(address, cause));
            }
        });
    }

    /** A step towards the next proxy: the message of a failure names the next proxy as its cause. */
    private abstract static class Step implements UpstreamCallback {
        private final UpstreamCallback result;

        Step(UpstreamCallback result) {
            this.result = result;
        }

        @Override
        public void connectFailed(Failures.Failure failure) {
            FlowError error = failure.error();
            result.connectFailed(Failures.of(error.step(), failure.status(), "the next proxy: " + error.message()));
        }
    }
}
