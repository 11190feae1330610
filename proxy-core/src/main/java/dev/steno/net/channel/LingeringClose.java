package dev.steno.net.channel;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/** Closes a connection so that its last bytes arrive. */
public final class LingeringClose {
    private static final long SECONDS = 2;

    private LingeringClose() {}

    /**
     * Closes once all written bytes are sent.
     *
     * @param unread whether the other side may still be sending. A close with unread bytes would reset the connection and
     *     could take the last response with it (RFC 9112, 9.6): only the sending side is shut at once, and the rest when the
     *     other side closes or after two seconds. The caller keeps reading and releases what it reads.
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
