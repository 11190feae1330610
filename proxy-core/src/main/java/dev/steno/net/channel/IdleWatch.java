package dev.steno.net.channel;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs an action when a connection has been idle for a given time. It has one timer for the connection, not one for each message.
 * The owner stops it when it leaves the pipeline, since a pending timer keeps everything it references on the heap. On its event
 * loop.
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
     * @param limit the longest idle time
     * @param counts whether silence counts as idle time at present; while it does not, the limit is restarted
     * @param expired runs once, after which the watch has ended
     */
    public IdleWatch(Channel channel, Duration limit, BooleanSupplier counts, Runnable expired) {
        this.channel = channel;
        this.limit = limit.toNanos();
        this.counts = counts;
        this.expired = expired;
        check(this.limit);
    }

    /** Restarts the limit, because of activity. */
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
