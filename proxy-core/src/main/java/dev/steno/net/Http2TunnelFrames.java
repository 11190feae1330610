package dev.steno.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.ReferenceCountUtil;

/**
 * Makes a stream that a CONNECT opened (RFC 9113, 8.5) look like a connection: bytes in DATA frames, an end of the stream as
 * the end of what the client sends. Stands first in the stream's pipeline.
 */
final class Http2TunnelFrames extends ChannelDuplexHandler {
    static final String NAME = "frames";

    private boolean closing;

    /** What says that the tunnel stands. */
    static Http2HeadersFrame established() {
        return new DefaultHttp2HeadersFrame(
                ReadOnlyHttp2Headers.serverHeaders(false, HttpResponseStatus.OK.codeAsText()));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Http2DataFrame frame) {
            boolean last = frame.isEndStream();
            if (frame.content().isReadable()) {
                context.fireChannelRead(frame.content());
            } else {
                frame.release();
            }
            ended(context, last);
        } else if (message instanceof Http2HeadersFrame trailers) { // which have no meaning here
            ended(context, trailers.isEndStream());
        } else if (message instanceof ByteBuf) { // read before, and handed through the pipeline anew
            context.fireChannelRead(message);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private static void ended(ChannelHandlerContext context, boolean last) {
        if (last) {
            context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    /** Later, since a stream hands on what waits at once, and whoever reads again is in the midst of something. */
    @Override
    public void read(ChannelHandlerContext context) {
        context.executor().execute(context::read);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        context.write(message instanceof ByteBuf data ? new DefaultHttp2DataFrame(data) : message, promise);
    }

    /** A stream that the client reset is over, also where what came before is not read. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame) {
            closing = true;
            context.executor().execute(() -> context.channel().close());
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (closing || !context.channel().isActive()) {
            context.close(promise);
            return;
        }
        closing = true;
        context.writeAndFlush(new DefaultHttp2DataFrame(true));
        context.close(promise);
    }
}
