package dev.steno.net.http3;

import dev.steno.net.channel.UnexpectedErrors;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * The last handler of the peer's control stream (RFC 9114, 6.2.1), whose frames concern the codec alone. The codec
 * closes the connection if a frame breaks the rules and fires the same error here, where it is dropped: it has been
 * reported. On the connection's event loop.
 */
class Http3ControlStreamHandler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        UnexpectedErrors.log(cause);
    }
}
