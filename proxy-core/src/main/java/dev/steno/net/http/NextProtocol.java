package dev.steno.net.http;

import dev.steno.exchange.HttpExchange;
import dev.steno.flow.Endpoint;
import dev.steno.net.http.RequestTarget.Origin;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Switches a client's connection to its next protocol. Called by the handler that has identified the protocol: each method adds the
 * handlers of a protocol after the existing ones, and the caller removes its own handlers. On the event loop of the connection.
 */
public interface NextProtocol {
    /**
     * The client speaks HTTP, to the proxy itself or to the server of a reverse listener.
     *
     * @param http2 whether it speaks HTTP/2
     */
    void speakHttp(boolean http2);

    /** @param origin the server of the tunnel or the reverse listener; null if the client speaks to the proxy itself */
    void speakHttp1(UpstreamProvider upstreams, @Nullable Origin origin);

    /**
     * The next bytes are the client's preface (RFC 9113, 3.4).
     *
     * @param origin the server of the tunnel or the reverse listener; null if the client speaks to the proxy itself
     */
    void speakHttp2(UpstreamProvider upstreams, @Nullable Origin origin);

    /**
     * The connection becomes a tunnel; bytes that have already arrived are passed to it.
     *
     * @param established the bytes that confirm the tunnel to the client; null if it expects none
     */
    void openTunnel(Endpoint target, @Nullable Object established);

    /** The server agreed to switch protocols: the connections become a WebSocket or a raw stream. */
    void relay(NettyWire own, UpstreamStream upstream, HttpExchange upgraded);

    /** The same for a stream of this connection that carries a tunnel. */
    NextProtocol ofStream(Channel stream);
}
