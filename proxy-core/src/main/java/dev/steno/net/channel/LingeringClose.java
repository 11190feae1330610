package dev.steno.net.channel;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/** Closes a connection in such a way that the last bytes written still arrive. On its event loop. */
public final class LingeringClose {
    private static final long SECONDS = 2;

    private LingeringClose() {}

    /**
     * Closes once all written bytes are sent.
     *
     * @param unread whether the peer may still be sending. A close with unread bytes resets the connection, and the peer could
     *     lose the last response (RFC 9112, 9.6). So only the sending side is shut down at once, and the connection is closed when
     *     the peer closes it or after two seconds. Meanwhile the caller keeps reading and releases the data.
     */
    public static void close(ChannelHandlerContext context, boolean unread) {
        Channel channel = context.channel();
        boolean tls = channel.pipeline().get(SslHandler.class) != null;
        if (!channel.isActive()) {
            return;
        }
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (!unread || !written.isSuccess() || !(channel instanceof SocketChannel socket)) {
                channel.close();
                return;
            }
            if (!tls) { // a TLS engine whose sending side is closed would reject further input
                socket.shutdownOutput().addListener((ChannelFutureListener) shut -> {
                    if (!shut.isSuccess() || socket.isInputShutdown()) {
                        channel.close();
                    }
                });
            }
            ChannelTimer.closeAfter(channel, SECONDS, TimeUnit.SECONDS, channel::close);
        });
    }
}
