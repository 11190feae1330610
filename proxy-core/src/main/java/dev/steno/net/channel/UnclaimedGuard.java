package dev.steno.net.channel;

import dev.steno.net.http.UpstreamChannel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/**
 * Stands in a connection's pipeline until {@link UpstreamChannel#claim}: a server that ends or breaks it meanwhile, in the middle
 * of a handshake for instance, has it closed. The requester learns of it from its future or its handshake.
 */
@ChannelHandler.Sharable
public final class UnclaimedGuard extends ChannelInboundHandlerAdapter {
    public static final UnclaimedGuard INSTANCE = new UnclaimedGuard();

    private UnclaimedGuard() {}

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        UnexpectedErrors.log(cause);
        context.close();
    }
}
