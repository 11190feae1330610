package dev.steno.web.server;

import dev.steno.web.http.ApiProblem;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;

/**
 * Answers the opening handshake of a WebSocket (RFC 6455, 4.2.2) and replaces the handlers of HTTP by those of frames.
 * Without extensions: on loopback, compression costs more than it saves. For event loops.
 */
final class WebSocketUpgrade {
    /** Upper bound on a message of a client, in bytes. */
    static final int LARGEST_MESSAGE = 64 << 10;

    private WebSocketUpgrade() {}

    /**
     * Checks that a request asks for a WebSocket of version 13.
     *
     * @throws ApiProblem 426 if it does not
     */
    static void check(FullHttpRequest message) {
        HttpHeaders fields = message.headers();
        if (!fields.containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
                || !"13".equals(fields.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            throw ApiProblem.of(426, "this is a WebSocket: send Upgrade: websocket and Sec-WebSocket-Version: 13")
                    .withHeader("Upgrade", "websocket")
                    .withHeader("Sec-WebSocket-Version", "13");
        }
    }

    /**
     * Answers the handshake.
     *
     * @param api the handler that is replaced
     * @throws ApiProblem 400 if the handshake is incomplete
     */
    static void upgrade(ChannelHandlerContext api, FullHttpRequest message, ChannelHandler frames) {
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        message.uri(), null, false, LARGEST_MESSAGE)
                .newHandshaker(message);
        HttpHeaders fields = new DefaultHttpHeaders();
        SecurityHeaders.addTo(fields);
        try {
            handshaker.handshake(api.channel(), message, fields, api.newPromise());
        } catch (WebSocketHandshakeException e) {
            throw ApiProblem.badRequest("the handshake of the WebSocket is not valid: " + e.getMessage());
        }
        ChannelPipeline pipeline = api.pipeline();
        pipeline.remove(RequestDeadlineHandler.class);
        pipeline.replace(api.handler(), null, new WebSocketFrameAggregator(LARGEST_MESSAGE));
        pipeline.addLast(frames);
        api.channel().config().setAutoRead(true);
    }
}
