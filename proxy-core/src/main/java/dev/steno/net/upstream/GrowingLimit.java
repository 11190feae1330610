package dev.steno.net.upstream;

import dev.steno.net.http.UpstreamProvider;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * As many connections to a server as the client has exchanges, but for the first few established little by little, and slower
 * while the event loop is late. A client that is behind would otherwise establish one for each exchange that waits, which would
 * put it further behind while those in use become free.
 */
final class GrowingLimit extends ConnectionLimit {
    /** Connections that are established at once. */
    private static final int FIRST = 8;

    /** How often the bound is raised while exchanges are queued. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** By how much the bound is raised each time, if the event loop is not late by {@link #LATE_NANOS}; else by one. */
    private static final int STEP = 4;

    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** The bound is not raised while as many connections are being established: the server may accept none. */
    private static final int MOST_OPENING = 64;

    private int most = FIRST;
    private boolean growing; // a task that raises the bound is scheduled

    GrowingLimit(EventLoop loop) {
        super(loop);
    }

    @Override
    protected int most() {
        return most;
    }

    @Override
    void queueExchange(UpstreamProvider.Callback result, Consumer<UpstreamProvider.Callback> late, Runnable raised) {
        enqueue(result, null);
        if (!growing) {
            growSoon(raised);
        }
    }

    private void growSoon(Runnable raised) {
        growing = true;
        long due = System.nanoTime() + STEP_NANOS;
        loop.schedule(() -> grow(due, raised), STEP_NANOS, TimeUnit.NANOSECONDS);
    }

    private void grow(long due, Runnable raised) {
        growing = false;
        if (isAwaited() && opening() < MOST_OPENING) {
            most = Math.max(most, used() + (System.nanoTime() - due > LATE_NANOS ? 1 : STEP));
            raised.run();
        }
        if (isAwaited() && !growing) {
            growSoon(raised);
        }
    }
}
