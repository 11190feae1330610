package dev.steno.net.http3;

import dev.steno.net.channel.StalledWrite;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Detects a stalled HTTP/3 stream: data is queued for a peer that keeps the connection but opens no window (RFC 9000, 4.1).
 * Only a complete write counts as progress, so writes must be small while the peer is slow. The timer runs only while a
 * write is queued. On the stream's event loop.
 */
final class Http3StalledWriteDetector {
    private final ChannelHandlerContext context;
    private final Duration limit;
    private final Consumer<StalledWrite> stuck;
    private @Nullable Future<?> next;
    private int waiting;
    private long since;

    /** @param stuck called once; it must reset the stream */
    Http3StalledWriteDetector(ChannelHandlerContext context, Duration limit, Consumer<StalledWrite> stuck) {
        this.context = context;
        this.limit = limit;
        this.stuck = stuck;
    }

    /** Watches a write until it is complete. */
    void watchWrite(ChannelFuture write) {
        if (write.isDone()) {
            return;
        }
        waiting++;
        write.addListener(taken -> {
            since = System.nanoTime();
            if (--waiting == 0 && next != null) {
                next.cancel(false);
                next = null;
            }
        });
        if (next == null && waiting > 0) {
            since = System.nanoTime();
            schedule();
        }
    }

    private void schedule() {
        next = context.executor().schedule(this::look, StalledWrite.lookAfter(limit), TimeUnit.NANOSECONDS);
    }

    private void look() {
        next = null;
        if (System.nanoTime() - since >= limit.toNanos()) {
            stuck.accept(new StalledWrite(limit));
        } else {
            schedule();
        }
    }
}
