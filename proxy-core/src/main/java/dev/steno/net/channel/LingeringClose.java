package dev.steno.net.channel;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
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

    /**
     * Sends close_notify (RFC 8446, 6.1) once all written bytes are sent, and closes when the peer closes or after two seconds.
     * What the peer still sends, such as the tickets of TLS 1.3, is discarded without being decrypted.
     *
     * @param tls the layer to end; an outer one remains until the close
     */
    public static void endTls(Channel channel, SslHandler tls) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            boolean peerEnded = channel instanceof SocketChannel socket && socket.isInputShutdown();
            if (!written.isSuccess() || !channel.isActive() || peerEnded) {
                channel.close();
                return;
            }
            channel.pipeline().addFirst(HandlerNames.DISCARD, new Discard());
            tls.closeOutbound();
            channel.config().setAutoRead(true);
            ChannelTimer.closeAfter(channel, SECONDS, TimeUnit.SECONDS, channel::close);
        });
    }

    private static final class Discard extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                context.channel().close();
            }
        }
    }
}
