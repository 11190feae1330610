package dev.steno.net.upstream;

import dev.steno.flow.Peer;
import dev.steno.net.channel.ConnectionTrace;
import dev.steno.net.conn.ProxyContext;
import dev.steno.net.http.UpstreamChannel;
import dev.steno.net.tls.TlsFacts;
import dev.steno.net.tls.TlsLayers;
import dev.steno.net.tls.TlsTrace;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.util.List;

/**
 * One TLS handshake on an established connection, with a server or with the next proxy. Confined to the client's event loop.
 *
 * @param name the server name to ask for and to verify
 * @param offers the protocols to offer, the preferred one first; empty for no ALPN
 * @param handler the TLS handler's name, which says whether the layer is the outer or the inner one
 */
record TlsAttempt(ProxyContext proxy, String name, List<String> offers, String handler) {
    /** One of its methods is called once, on the event loop. */
    interface Result {
        void handshakeDone(UpstreamChannel upstream, SslHandler tls);

        /**
         * The handshake failed. Closing the connection is up to the receiver.
         *
         * @param unidentified whether the server asked for a client certificate that does not exist
         */
        void handshakeFailed(Throwable cause, boolean unidentified);
    }

    /**
     * Begins the handshake. Requires an active connection: on a closed one it would neither succeed nor fail.
     *
     * @param by the object that the trace names as the origin of these steps
     */
    void beginHandshake(UpstreamChannel upstream, Object by, Result result) {
        Channel channel = upstream.channel();
        ConnectionTrace trace = ConnectionTrace.of(channel);
        TlsTrace.begun(trace, by, name, offers);
        SslHandler tls = proxy.tls()
                .towardsServer(channel.alloc(), name, upstream.peer().address().port(), offers);
        TlsLayers.addInner(channel.pipeline(), handler, tls); // without another layer, it becomes the first
        tls.handshakeFuture().addListener(future -> {
            boolean unidentified = proxy.tls().lackedCertificate(tls);
            if (future.isSuccess()) {
                Peer peer = upstream.peer().withTls(TlsFacts.ofServer(name, offers, tls));
                TlsTrace.done(trace, by, peer.tls());
                result.handshakeDone(new UpstreamChannel(channel, peer), tls);
            } else {
                TlsTrace.failed(trace, by, future.cause());
                result.handshakeFailed(future.cause(), unidentified);
            }
        });
        channel.read();
    }
}
