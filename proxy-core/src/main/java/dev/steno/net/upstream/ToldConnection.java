package dev.steno.net.upstream;

import dev.steno.addon.Hook;
import dev.steno.addon.bus.HookChain;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Peer;
import dev.steno.net.channel.Failures;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http.UpstreamChannel;

/**
 * Callbacks that tell handlers what becomes of a connection to a server, before they pass it on. Without a handler, the callback
 * itself is returned. Confined to the client's event loop.
 */
final class ToldConnection {
    private ToldConnection() {}

    /** Tells that a connection was opened, has ended or failed. */
    static UpstreamCallback opening(ClientConnection client, Endpoint target, UpstreamCallback then) {
        HookChain hooks = client.proxy().addons().hooks();
        if (hooks.isEmpty(Hook.UPSTREAM_OPENED)
                && hooks.isEmpty(Hook.UPSTREAM_CLOSED)
                && hooks.isEmpty(Hook.UPSTREAM_FAILED)) {
            return then;
        }
        return new UpstreamCallback() {
            @Override
            public void connected(UpstreamChannel upstream) {
                Peer server = upstream.peer();
                client.tell(Hook.UPSTREAM_OPENED, target, server, null);
                if (!hooks.isEmpty(Hook.UPSTREAM_CLOSED)) {
                    upstream.channel()
                            .closeFuture()
                            .addListener(closed -> client.tell(Hook.UPSTREAM_CLOSED, target, server, null));
                }
                then.connected(upstream);
            }

            @Override
            public void connectFailed(Failures.Failure failure) {
                client.tell(Hook.UPSTREAM_FAILED, target, null, failure.error());
                then.connectFailed(failure);
            }
        };
    }

    /** Tells that TLS was established or failed, once for all attempts at it. */
    static UpstreamCallback securing(ClientConnection client, Peer plain, UpstreamCallback then) {
        if (client.proxy().addons().hooks().isEmpty(Hook.UPSTREAM_TLS)) {
            return then;
        }
        return new UpstreamCallback() {
            @Override
            public void connected(UpstreamChannel upstream) {
                client.tell(Hook.UPSTREAM_TLS, plain.address(), upstream.peer(), null);
                then.connected(upstream);
            }

            @Override
            public void connectFailed(Failures.Failure failure) {
                client.tell(Hook.UPSTREAM_TLS, plain.address(), plain, failure.error());
                then.connectFailed(failure);
            }
        };
    }
}
