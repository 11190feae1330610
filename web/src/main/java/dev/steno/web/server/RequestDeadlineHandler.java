package dev.steno.web.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request does not arrive whole within 10 s of its first byte, or that is idle for 75 s. A
 * request that is being answered has no deadline. One per connection, on its event loop.
 */
final class RequestDeadlineHandler extends ChannelDuplexHandler {
    private static final long REQUEST_SECONDS = 10;
    private static final long IDLE_SECONDS = 75;

    private @Nullable ScheduledFuture<?> deadline;
    private boolean reading;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        closeAfter(ctx, IDLE_SECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cancel();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        if (!reading) {
            reading = true;
            closeAfter(ctx, REQUEST_SECONDS);
        }
        ctx.fireChannelRead(bytes);
    }

    /** The request has arrived. */
    void arrived() {
        cancel();
    }

    /** The response has left. */
    void answered(ChannelHandlerContext ctx) {
        reading = false;
        closeAfter(ctx, IDLE_SECONDS);
    }

    private void closeAfter(ChannelHandlerContext ctx, long seconds) {
        cancel();
        deadline = ctx.executor().schedule(() -> ctx.close(), seconds, TimeUnit.SECONDS);
    }

    private void cancel() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
