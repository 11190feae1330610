package dev.steno.web.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client accepts no byte of a response for a while: otherwise it would hold a thread and one of
 * few connections until it chose to leave. A slow client that accepts some bytes keeps its connection, and so does one
 * to which nothing is being sent. First in the pipeline, on the connection's event loop.
 */
final class StalledClientHandler extends IdleStateHandler {
    StalledClientHandler(Duration limit) {
        super(true, 0, limit.toMillis(), 0, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext ctx, IdleStateEvent event) {
        ChannelOutboundBuffer queued = ctx.channel().unsafe().outboundBuffer();
        if (queued != null && !queued.isEmpty()) {
            ctx.channel().unsafe().close(ctx.channel().voidPromise()); // TLS would wait until its close_notify is sent
        }
    }
}
