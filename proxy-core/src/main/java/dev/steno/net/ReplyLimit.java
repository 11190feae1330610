package dev.steno.net;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2LifecycleManager;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what a peer can make Steno say by frames that cost it nothing: acknowledgements of SETTINGS and PING, and resets of
 * streams that it broke (RFC 9113, 10.5). Too many in a while, or too many that it does not read, and the connection ends
 * with ENHANCE_YOUR_CALM. On the connection's event loop.
 */
final class ReplyLimit extends DecoratingHttp2ConnectionEncoder {
    static final int MOST_IN_WINDOW = 2000;
    static final int MOST_UNSENT = 1000;
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(10);

    private Http2LifecycleManager lifecycle;
    private long windowStart = System.nanoTime();
    private int inWindow;
    private int unsent;
    private boolean exceeded;

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

    private boolean mayReply(ChannelHandlerContext context, ChannelPromise promise) {
        if (!exceeded) {
            long now = System.nanoTime();
            if (now - windowStart > WINDOW) {
                windowStart = now;
                inWindow = 0;
            }
            if (unsent >= MOST_UNSENT) {
                context.flush();
            }
            if (++inWindow <= MOST_IN_WINDOW && unsent < MOST_UNSENT) {
                return true;
            }
            exceeded = true;
            lifecycle.onError(
                    context,
                    false,
                    Http2Exception.connectionError(
                            Http2Error.ENHANCE_YOUR_CALM, "too many frames that only want to be answered"));
        }
        promise.tryFailure(new java.nio.channels.ClosedChannelException());
        return false;
    }
}
