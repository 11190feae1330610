package dev.steno.net.http3;

import dev.steno.net.channel.UnexpectedErrors;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * The end of the peer's control stream (RFC 9114, 6.2.1), whose frames concern the codec. It ends the connection for what
 * breaks the rules, and says so here too, where nobody need hear of it a second time.
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
