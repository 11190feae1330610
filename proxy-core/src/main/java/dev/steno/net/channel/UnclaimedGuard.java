package dev.steno.net.channel;

import dev.steno.net.http.UpstreamChannel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/**
 * The handler of an upstream connection until {@link UpstreamChannel#claim}: closes the connection if the server closes
 * or breaks it before, for instance during a handshake. The requester is notified by its future or by the handshake. On
 * the connection's event loop.
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
