package dev.steno.net.channel;

import dev.steno.net.http.Upstream;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/**
 * Stands in a connection's pipeline until {@link Upstream#claim}: a server that ends or breaks it meanwhile, in the middle
 * of a handshake for instance, has it closed. Whoever asked for the connection is told by its future or its handshake.
 */
@ChannelHandler.Sharable
public final class Unclaimed extends ChannelInboundHandlerAdapter {
    public static final Unclaimed INSTANCE = new Unclaimed();

    private Unclaimed() {}

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Unexpected.log(cause);
        context.close();
    }
}
