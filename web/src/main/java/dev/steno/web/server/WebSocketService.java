package dev.steno.web.server;

import dev.steno.web.http.ApiRequest;
import io.netty.channel.ChannelHandler;

/** Takes over the connections whose client asks for a WebSocket. */
public interface WebSocketService {
    /** Returns the path that clients ask for. */
    String path();

    /**
     * Accepts a connection. Called on its event loop, before the handshake is answered.
     *
     * @return the handler of its frames, which are whole messages
     * @throws dev.steno.web.http.ApiProblem if there are too many
     */
    ChannelHandler accept(ApiRequest request);
}
