package dev.steno.net.channel;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Acts when nothing has happened on a connection for long. One timer a connection, not one a message; the owner stops it when it
 * leaves the pipeline, since a timer that is not due keeps all that it refers to on the heap. On its event loop.
 */
public final class IdleWatch {
    private final Channel channel;
    private final long limit;
    private final BooleanSupplier counts;
    private final Runnable expired;
    private long lastActive = System.nanoTime();
    private @Nullable Future<?> timer;
    private boolean stopped;

    /**
     * Starts the timer.
     *
     * @param counts whether silence counts at present; while it does not, the limit is restarted
     * @param expired runs once, after which the watch has ended
     */
    public IdleWatch(Channel channel, Duration limit, BooleanSupplier counts, Runnable expired) {
        this.channel = channel;
        this.limit = limit.toNanos();
        this.counts = counts;
        this.expired = expired;
        check(this.limit);
    }

    /** Restarts the limit: there was activity. */
    public void touch() {
        lastActive = System.nanoTime();
    }

    /** Stops the timer. */
    public void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void check(long after) {
        timer = channel.eventLoop().schedule(this::look, after, TimeUnit.NANOSECONDS);
    }

    private void look() {
        timer = null;
        if (stopped || !channel.isActive()) {
            return;
        }
        if (!counts.getAsBoolean()) {
            touch();
        }
        long silent = System.nanoTime() - lastActive;
        if (silent >= limit) {
            ConnectionTrace trace = ConnectionTrace.of(channel);
            if (trace.isOn()) {
                trace.step(TraceStep.IDLE, this, TimeUnit.NANOSECONDS.toMillis(silent) + " ms");
            }
            expired.run();
        } else {
            check(Math.max(limit - silent, limit / 4));
        }
    }
}
