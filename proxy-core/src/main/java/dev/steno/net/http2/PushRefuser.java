package dev.steno.net.http2;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Closes streams that a server opens. Steno's SETTINGS disable push (RFC 9113, 8.4), so a correct server opens none.
 * Stateless; one for all connections.
 */
@ChannelHandler.Sharable
final class PushRefuser extends ChannelInboundHandlerAdapter {
    static final PushRefuser INSTANCE = new PushRefuser();

    private PushRefuser() {}

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.close();
    }
}
