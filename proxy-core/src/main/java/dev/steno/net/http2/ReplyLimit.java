package dev.steno.net.http2;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2LifecycleManager;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Limits the queued replies to frames that cost a peer nothing: acknowledgements of SETTINGS and PING, and resets of streams
 * that it broke (RFC 9113, 10.5). At {@link #MOST_UNSENT} queued replies, which only a peer that does not read reaches, the
 * connection ends with ENHANCE_YOUR_CALM. Replies that were sent are not counted, whatever their number: some peers measure
 * the round-trip time with a PING each. On the connection's event loop.
 */
final class ReplyLimit extends DecoratingHttp2ConnectionEncoder {
    /** Upper bound on queued replies. Replies are queued only once the socket's send buffer is full. */
    static final int MOST_UNSENT = 1000;

    private static final long GRACE_SECONDS = 1;

    private Http2LifecycleManager lifecycle;
    private int unsent;
    private boolean exceeded;

    @SuppressWarnings("NullAway.Init") // the codec's builder sets the lifecycle's manager before any frame
    ReplyLimit(Http2ConnectionEncoder encoder) {
        super(encoder);
    }

    @Override
    public void lifecycleManager(Http2LifecycleManager manager) {
        lifecycle = manager;
        super.lifecycleManager(manager);
    }

    @Override
    public ChannelFuture writeSettingsAck(ChannelHandlerContext context, ChannelPromise promise) {
        return mayReply(context, promise) ? super.writeSettingsAck(context, counted(promise)) : promise;
    }

    @Override
    public ChannelFuture writePing(ChannelHandlerContext context, boolean ack, long data, ChannelPromise promise) {
        if (!ack) {
            return super.writePing(context, false, data, promise);
        }
        return mayReply(context, promise) ? super.writePing(context, true, data, counted(promise)) : promise;
    }

    @Override
    public ChannelFuture writeRstStream(ChannelHandlerContext context, int stream, long code, ChannelPromise promise) {
        return mayReply(context, promise) ? super.writeRstStream(context, stream, code, counted(promise)) : promise;
    }

    private ChannelPromise counted(ChannelPromise promise) {
        unsent++;
        return promise.unvoid().addListener(sent -> unsent--);
    }

    /**
     * Closes the socket after {@link #GRACE_SECONDS}: GOAWAY and TLS close_notify are queued behind data that the peer does
     * not read, so waiting for them would keep the connection open.
     */
    private static void closeSoon(ChannelHandlerContext context) {
        Channel channel = context.channel();
        Future<?> closing = context.executor()
                .schedule(() -> channel.unsafe().close(channel.voidPromise()), GRACE_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> closing.cancel(false));
    }

    private boolean mayReply(ChannelHandlerContext context, ChannelPromise promise) {
        if (!exceeded) {
            if (unsent >= MOST_UNSENT) {
                context.flush(); // replies to the frames of one read are not flushed before its end
            }
            if (unsent < MOST_UNSENT) {
                return true;
            }
            exceeded = true;
            lifecycle.onError(
                    context,
                    false,
                    Http2Exception.connectionError(
                            Http2Error.ENHANCE_YOUR_CALM,
                            "%d replies to control frames are queued and not read, which is the limit",
                            MOST_UNSENT));
            closeSoon(context);
        }
        promise.tryFailure(new java.nio.channels.ClosedChannelException());
        return false;
    }
}
