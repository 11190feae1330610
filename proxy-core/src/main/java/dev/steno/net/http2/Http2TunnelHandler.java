package dev.steno.net.http2;

import dev.steno.net.channel.ChannelTimer;
import dev.steno.net.channel.StalledWrite;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Makes a stream that a CONNECT opened, for a tunnel (RFC 9113, 8.5) or a WebSocket (RFC 8441, 5), look like a connection: bytes
 * in DATA frames, an end of the stream as the end of what the peer sends, a reset as a broken connection. Stands first in the
 * stream's pipeline, on its event loop.
 */
public final class Http2TunnelHandler extends ChannelDuplexHandler {
    /** How long a peer may take to end its side of a stream before it is reset. */
    private static final long SECONDS = 2;

    private boolean ended;
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

    private void ended(ChannelHandlerContext context, boolean last) {
        if (last) {
            ended = true;
            context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    /** Deferred: turning reading on delivers queued frames synchronously and would re-enter the caller. */
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
        } else if (event instanceof Http2GoAwayFrame goAway) {
            goAway.release();
            context.close(); // the server never looked at the stream
        } else {
            context.fireUserEventTriggered(event);
            if (event instanceof StalledWrite) {
                closing = true;
                Http2StalledWriteHandler.cut(context);
            }
        }
    }

    /** The other side broke: the stream is closed by a reset, so that its peer does not take it for an end in order. */
    public void breakOff() {
        closing = true;
    }

    /** The peer ends its side likewise, which closes the stream; one that does not in time is reset. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (closing || !context.channel().isActive()) {
            context.close(promise);
            return;
        }
        closing = true;
        context.writeAndFlush(new DefaultHttp2DataFrame(true)).addListener(sent -> {
            if (ended || !sent.isSuccess()) {
                context.close(promise);
            } else {
                context.channel().config().setAutoRead(true);
                ChannelTimer.closeAfter(context.channel(), SECONDS, TimeUnit.SECONDS, () -> context.close(promise));
            }
        });
    }
}
