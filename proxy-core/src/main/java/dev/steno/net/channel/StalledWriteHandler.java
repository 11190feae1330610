package dev.steno.net.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose peer accepts no bytes while some are queued: otherwise a client that never reads would hold two
 * descriptors indefinitely. It has one timer, which runs only after a flush has left bytes unsent. A slow peer that accepts some
 * bytes within the limit keeps its connection. On Linux the kernel is asked when it last sent new data, since its buffer may hold
 * megabytes for a slow reader; on other systems, bytes that were passed to the kernel count as accepted. First in the pipeline of
 * each TCP connection, on its event loop.
 */
public final class StalledWriteHandler extends ChannelOutboundHandlerAdapter {
    private final Duration limit;
    private @Nullable Future<?> next;
    private int entry;
    private long progress;
    private long since;

    public StalledWriteHandler(Duration limit) {
        this.limit = limit;
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        context.flush();
        if (next == null && !isEmpty(context.channel())) {
            moved(context.channel());
            since = System.nanoTime();
            schedule(context);
        }
    }

    private static boolean isEmpty(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null || buffer.isEmpty();
    }

    private void schedule(ChannelHandlerContext context) {
        next = context.executor().schedule(() -> look(context), StalledWrite.lookAfter(limit), TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext context) {
        next = null;
        Channel channel = context.channel();
        if (isEmpty(channel)) {
            return;
        }
        long now = System.nanoTime();
        if (moved(channel)) {
            since = now;
        } else if (now - since >= limit.toNanos() && now - sentByTheKernel(channel, now) >= limit.toNanos()) {
            channel.pipeline().fireUserEventTriggered(new StalledWrite(limit));
            channel.unsafe()
                    .close(channel.voidPromise()); // bypasses TLS, which would wait until its close_notify is sent
            return;
        }
        schedule(context);
    }

    /**
     * Whether bytes were passed to the kernel since the last call: another buffer is the first in the queue, or it has fewer
     * bytes left.
     */
    private boolean moved(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        int first = System.identityHashCode(buffer.current());
        long done = buffer.currentProgress();
        boolean moved = first != entry || done != progress;
        entry = first;
        progress = done;
        return moved;
    }

    /**
     * The time at which the kernel last sent new data, or {@link #since} if that is later; retransmissions do not
     * count.
     */
    private long sentByTheKernel(Channel channel, long now) {
        if (channel instanceof EpollSocketChannel socket) {
            EpollTcpInfo info = socket.tcpInfo();
            if (info.retransmits() == 0) {
                return Math.max(since, now - TimeUnit.MILLISECONDS.toNanos(info.lastDataSent()));
            }
        }
        return since;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }
}
