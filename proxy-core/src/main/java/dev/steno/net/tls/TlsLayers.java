package dev.steno.net.tls;

import dev.steno.net.channel.HandlerNames;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * The positions of TLS handlers in a pipeline. A connection may have two layers: the outer one ends at a proxy (the client's at
 * Steno, or Steno's at the next proxy), the inner one passes through it. Stateless; on the connection's event loop.
 */
public final class TlsLayers {
    private TlsLayers() {}

    /** Adds a handler before all others, except for the outer layer, the frames of a tunnel and the handshake with the next proxy. */
    public static void addInner(ChannelPipeline pipeline, String name, ChannelHandler handler) {
        String before = last(pipeline);
        if (before == null) {
            pipeline.addFirst(name, handler);
        } else {
            pipeline.addAfter(before, name, handler);
        }
    }

    /** Passes bytes to the inner layer as if they were just received. */
    public static void feedInner(ChannelPipeline pipeline, ByteBuf bytes) {
        if (pipeline.get(HandlerNames.OUTER_TLS) == null) {
            pipeline.fireChannelRead(bytes).fireChannelReadComplete();
        } else {
            pipeline.context(HandlerNames.OUTER_TLS).fireChannelRead(bytes).fireChannelReadComplete();
        }
    }

    /** Whether a connection is encrypted in any layer. */
    public static boolean on(Channel channel) {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    /** Whether the peer sent close_notify (RFC 8446, 6.1) or disconnected. */
    public static boolean ended(Channel channel) {
        SslHandler innermost = innermost(channel);
        return innermost != null && innermost.sslCloseFuture().isDone();
    }

    /** The layer that the stream itself is in; null if it is not encrypted. */
    public static @Nullable SslHandler innermost(Channel channel) {
        ChannelHandler inner = channel.pipeline().get(HandlerNames.INNER_TLS);
        return (SslHandler) (inner == null ? channel.pipeline().get(HandlerNames.OUTER_TLS) : inner);
    }

    private static @Nullable String last(ChannelPipeline pipeline) {
        if (pipeline.get(HandlerNames.TUNNEL_FRAMES) != null) {
            return HandlerNames.TUNNEL_FRAMES;
        }
        if (pipeline.get(HandlerNames.NEXT_PROXY) != null) {
            return HandlerNames.NEXT_PROXY;
        }
        return pipeline.get(HandlerNames.OUTER_TLS) == null ? null : HandlerNames.OUTER_TLS;
    }
}
