package dev.steno.web.server;

import dev.steno.web.http.ApiRequest;
import io.netty.channel.ChannelHandler;

/** Takes over the connections whose client asks for a WebSocket. */
public interface WebSocketService {
    /** Whether clients ask for a WebSocket by this path. */
    boolean serves(String path);

    /**
     * Accepts a connection. Called on its event loop, before the handshake is answered.
     *
     * @return the handler of its frames, which are whole messages
     * @throws dev.steno.web.http.ApiProblem if there are too many, or there is none
     */
    ChannelHandler accept(ApiRequest request);

    /** Returns both services as one; paths that both serve are the first one's. */
    static WebSocketService either(WebSocketService first, WebSocketService second) {
        return new WebSocketService() {
            @Override
            public boolean serves(String path) {
                return first.serves(path) || second.serves(path);
            }

            @Override
            public ChannelHandler accept(ApiRequest request) {
                return (first.serves(request.path()) ? first : second).accept(request);
            }
        };
    }
}
