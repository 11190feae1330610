package dev.steno.net.http;

import dev.steno.exchange.HttpExchange;
import dev.steno.flow.Endpoint;
import dev.steno.net.http.RequestTarget.Origin;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What a client's connection goes on to speak, as the handlers that have read how it begins decide: each method adds the handlers
 * of a protocol behind those that are there, and the caller removes its own. On the event loop of the connection.
 */
public interface NextProtocol {
    /**
     * The client speaks HTTP, to the proxy itself or to the server that it stands for.
     *
     * @param http2 whether it speaks HTTP/2
     */
    void speakHttp(boolean http2);

    /** @param origin where a tunnel leads; null where the client speaks to the proxy itself */
    void speakHttp1(UpstreamProvider upstreams, @Nullable Origin origin);

    /**
     * The client's preface comes next.
     *
     * @param origin where a tunnel leads; null where the client speaks to the proxy itself
     */
    void speakHttp2(UpstreamProvider upstreams, @Nullable Origin origin);

    /**
     * The connection becomes a tunnel; bytes that came early are handed to it.
     *
     * @param established what tells the client so; null where it does not expect to hear of it
     */
    void openTunnel(Endpoint target, @Nullable Object established);

    /** The server agreed to speak something else: the connections become a WebSocket, or a raw stream. */
    void relay(NettyWire own, UpstreamStream upstream, HttpExchange upgraded);

    /** The same for a stream of this connection that stands for a connection of its own. */
    NextProtocol ofStream(Channel stream);
}
