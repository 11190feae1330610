package dev.steno.net.upstream;

import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.net.channel.Failures;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.conn.ProxyContext;
import dev.steno.net.http.UpstreamChannel;
import dev.steno.net.mode.NextProxy;
import dev.steno.net.mode.ProxyMode;
import io.netty.channel.EventLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to servers: runs the UPSTREAM hook, connects directly or through the next proxy, then begins TLS. Confined to
 * the client's event loop, which the connection shares. A result is called once, on that loop.
 */
public final class UpstreamConnector implements PlainConnector {
    private final ClientConnection client;
    private final ProxyContext proxy;
    private final EventLoop loop;
    private final DirectConnector direct;

    /** The proxy that all connections go through; null if servers are connected to directly. */
    private final @Nullable NextProxy next;

    public UpstreamConnector(ClientConnection client) {
        this.client = client;
        this.proxy = client.proxy();
        this.loop = client.loop();
        this.direct = new DirectConnector(proxy, loop, client.trace());
        this.next = client.mode() instanceof ProxyMode.Upstream upstream ? upstream.next() : null;
    }

    @Override
    public void connect(Endpoint target, UpstreamCallback result) {
        connect(target, false, result);
    }

    /** Connects without TLS, for HTTP requests: a next proxy that speaks HTTP forwards them itself, without a tunnel. */
    void connectHttp(Endpoint target, UpstreamCallback result) {
        connect(target, next != null && next.kind() != NextProxy.Kind.SOCKS5, result);
    }

    private void connect(Endpoint target, boolean forwarded, UpstreamCallback then) {
        UpstreamCallback result = ToldConnection.opening(client, target, then);
        proxy.addons().hooks().run(Hook.UPSTREAM, 0, target, limit -> {}, loop, outcome -> {
            if (outcome.verdict() instanceof Verdict.Drop<Endpoint> drop) {
                result.connectFailed(Failures.of(FlowError.Step.ADDON, 502, drop.reason()));
            } else if (next == null) {
                direct.connect(target, outcome.subject(), result);
            } else {
                NextProxyConnector through = new NextProxyConnector(proxy, next, direct);
                through.connect(target, outcome.subject(), forwarded, result);
            }
        });
    }

    /**
     * Connects and establishes TLS, as the scheme {@code https} requires.
     *
     * @param name the server name to ask for and to verify
     * @param alpnOffers the protocols to offer, the preferred one first
     */
    void connectTls(Endpoint target, String name, List<String> alpnOffers, UpstreamCallback result) {
        connect(target, new UpstreamCallback() {
            @Override
            public void connected(UpstreamChannel upstream) {
                beginHandshake(upstream, name, alpnOffers, result);
            }

            @Override
            public void connectFailed(Failures.Failure failure) {
                result.connectFailed(failure);
            }
        });
    }

    /**
     * Begins TLS on an established connection. The result may be another connection, on which the handshake was retried.
     *
     * @param name the server name to ask for and to verify
     * @param alpnOffers the protocols to offer, the preferred one first; empty for no ALPN
     */
    public void beginHandshake(
            UpstreamChannel upstream, String name, List<String> alpnOffers, UpstreamCallback result) {
        UpstreamCallback told = ToldConnection.securing(client, upstream.peer(), result);
        new UpstreamTlsHandshake(proxy, this, loop, name, alpnOffers, told).beginHandshake(upstream);
    }

    @Override
    public boolean isDirect() {
        return next == null;
    }
}
