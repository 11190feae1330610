package dev.steno.net.accept;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;

/**
 * The only handler of a client's connection while addons decide about it. Nothing is read meanwhile, but Netty's epoll reads what
 * a client has sent together with its close: that and the close are passed on once this handler is removed. On the connection's
 * event loop.
 */
public final class WaitingClientHandler extends ChannelInboundHandlerAdapter {
    private final ArrayDeque<Object> early = new ArrayDeque<>(); // what the socket had received

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        early.add(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            early.add(event);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        boolean isOpen = context.channel().isActive();
        boolean any = false;
        for (Object each = early.poll(); each != null; each = early.poll()) {
            if (!isOpen) {
                ReferenceCountUtil.release(each);
            } else if (each instanceof ChannelInputShutdownEvent) {
                context.fireUserEventTriggered(each);
            } else {
                context.fireChannelRead(each);
                any = true;
            }
        }
        if (any) {
            context.fireChannelReadComplete();
        }
    }
}
