package dev.steno.net.http3;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http3.Http3ErrorCode;
import io.netty.handler.codec.http3.Http3Exception;
import io.netty.handler.codec.quic.QuicChannel;

/**
 * Checks the frame boundaries of a request stream in front of the codec, which accepts a stream that ends within a frame.
 * That is a connection error (RFC 9114, 7.1): otherwise a truncated body would look complete. On the stream's event loop.
 *
 * <p>No upstream issue found (Netty 4.2.18). This class can go when
 * {@code Http3ClientTest.aRequestThatEndsWithinAFrameIsIncomplete} passes without it; {@link Http3MessageWriter#data} then needs
 * another way past the codec.
 */
final class Http3FrameBoundsHandler extends ChannelInboundHandlerAdapter {
    private final Http3FrameScanner scanner = new Http3FrameScanner();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            scanner.scan(bytes);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE && scanner.isWithinFrame()) {
            context.fireExceptionCaught(
                    new Http3Exception(Http3ErrorCode.H3_FRAME_ERROR, "the stream ends within a frame"));
            QuicChannel connection = (QuicChannel) context.channel().parent();
            connection.close(true, Http3ErrorCode.H3_FRAME_ERROR.code(), Unpooled.EMPTY_BUFFER);
        } else {
            context.fireUserEventTriggered(event);
        }
    }
}
