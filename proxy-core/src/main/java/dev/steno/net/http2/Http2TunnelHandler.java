package dev.steno.net.http2;

import dev.steno.addon.End;
import dev.steno.net.channel.ChannelTimer;
import dev.steno.net.channel.StalledWrite;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Makes the stream of a CONNECT, for a tunnel (RFC 9113, 8.5) or a WebSocket (RFC 8441, 5), look like a socket to the
 * handlers after it: the content of DATA frames becomes bytes, END_STREAM a half-close by the peer, a reset a broken
 * connection. First in the stream's pipeline, on its event loop.
 */
public final class Http2TunnelHandler extends ChannelDuplexHandler {
    /** The time in which the peer must half-close the stream after we did, in seconds; then the stream is reset. */
    private static final long SECONDS = 2;

    private boolean ended;
    private boolean closing;

    /** The response that accepts a CONNECT. */
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
            noteEnd(context, last);
        } else if (message instanceof Http2HeadersFrame trailers) { // trailers have no meaning in a tunnel
            noteEnd(context, trailers.isEndStream());
        } else if (message instanceof ByteBuf) { // bytes that a later handler had read and fires again
            context.fireChannelRead(message);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void noteEnd(ChannelHandlerContext context, boolean last) {
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

    /** A reset closes the channel even if earlier frames are unread. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame) {
            closing = true;
            context.executor().execute(() -> context.channel().close());
        } else if (event instanceof Http2GoAwayFrame goAway) {
            goAway.release();
            context.close(); // the server did not process the stream
        } else {
            context.fireUserEventTriggered(event);
            if (event instanceof StalledWrite) {
                closing = true;
                Http2StalledWriteHandler.resetStream(context);
            }
        }
    }

    /**
     * The connection at the other end of the tunnel broke: the next close resets the stream, so that the peer does not take
     * it for a regular end.
     */
    public void breakOff() {
        closing = true;
    }

    /** Resets a tunnel's stream. Returns false if the channel is a connection of its own. */
    public static boolean resetStream(Channel channel, End end) {
        ChannelHandlerContext frames = channel.pipeline().context(Http2TunnelHandler.class);
        if (frames == null) {
            return false;
        }
        End.Code code = end instanceof End.Stream stream ? stream.code() : End.Code.CANCEL;
        ((Http2TunnelHandler) frames.handler()).breakOff();
        frames.writeAndFlush(new DefaultHttp2ResetFrame(code.ordinal()));
        frames.close();
        return true;
    }

    /**
     * Half-closes the stream and closes its channel when the peer has half-closed it too; if it does not in time, resets the
     * stream.
     */
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
