package dev.steno.net.upstream;

import dev.steno.net.http.UpstreamProvider;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the connections of one client to one server; further exchanges are queued until a connection is free. Exchanges in
 * flight may depend on a queued one, so the bound is raised while some are queued, or after {@link #PATIENCE} a queued exchange
 * gets a connection beyond the bound. Confined to the client's event loop.
 */
final class ConnectionLimit {
    /** Upper bound on connections to one server; browsers open six to an HTTP/1.1 server. */
    static final int MOST = 32;

    /** How long an exchange is queued before it gets a connection beyond the bound. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final EventLoop loop;
    private final Bounds bounds;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int most;
    private boolean growing; // a task that raises the bound is scheduled
    private int opening;
    private int open;

    /** How many connections a client may have to one server. */
    enum Bounds {
        /** {@link #MOST}, and one more for an exchange that is queued for long. */
        FIXED,
        /**
         * As many as the client has exchanges, but for the first few established little by little, and slower while the event
         * loop is late. A client that is behind would otherwise establish one for each exchange that waits, which would put it
         * further behind while those in use become free.
         */
        GROWING
    }

    /** Connections of {@link Bounds#GROWING} that are established at once. */
    static final int FIRST = 8;

    /** How often a growing bound is raised while exchanges are queued. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** By how much a growing bound is raised each time, if the event loop is not late by {@link #LATE_NANOS}; else by one. */
    private static final int STEP = 4;

    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** A growing bound is not raised while as many connections are being established: the server may accept none. */
    private static final int MOST_OPENING = 64;

    /** A queued exchange, and the timer after which it gets a connection beyond the bound; null if the bound grows. */
    private record Waiting(
            UpstreamProvider.Callback result,
            long since,
            @Nullable Future<?> late) {}

    ConnectionLimit(EventLoop loop, Bounds bounds) {
        this.loop = loop;
        this.bounds = bounds;
        this.most = bounds == Bounds.GROWING ? FIRST : MOST;
    }

    /** Whether an exchange that finds no free connection should wait for one. */
    boolean isReached() {
        return open + opening >= most;
    }

    /** A connection is being established. */
    void connectionOpening() {
        opening++;
    }

    /** The connection could not be established. */
    void connectionFailed() {
        opening--;
    }

    /** The connection was established. */
    void connectionOpened() {
        opening--;
        open++;
    }

    /** An established connection ended. */
    void connectionEnded() {
        open--;
    }

    /**
     * Queues an exchange at the end.
     *
     * @param late called on the event loop with the exchange if it was queued for {@link #PATIENCE} and the bound is fixed
     * @param raised called on the event loop if the bound was raised
     */
    void queueExchange(UpstreamProvider.Callback result, Consumer<UpstreamProvider.Callback> late, Runnable raised) {
        long since = System.nanoTime();
        if (bounds == Bounds.GROWING) {
            waiting.add(new Waiting(result, since, null));
            growSoon(raised);
            return;
        }
        Future<?> timer = loop.schedule(
                () -> {
                    if (waiting.removeIf(one -> one.result == result)) {
                        result.queuedFor(System.nanoTime() - since);
                        late.accept(result);
                    }
                },
                PATIENCE.toMillis(),
                TimeUnit.MILLISECONDS);
        waiting.add(new Waiting(result, since, timer));
    }

    private void growSoon(Runnable raised) {
        if (growing) {
            return;
        }
        growing = true;
        long due = System.nanoTime() + STEP_NANOS;
        loop.schedule(
                () -> {
                    growing = false;
                    if (waiting.isEmpty()) {
                        return;
                    }
                    if (opening < MOST_OPENING) {
                        most = Math.max(most, open + opening + (System.nanoTime() - due > LATE_NANOS ? 1 : STEP));
                        raised.run();
                    }
                    if (!waiting.isEmpty()) {
                        growSoon(raised);
                    }
                },
                STEP_NANOS,
                TimeUnit.NANOSECONDS);
    }

    /** Whether an exchange is queued. */
    boolean isAwaited() {
        return !waiting.isEmpty();
    }

    /** Removes the exchange that was queued first. Requires {@link #isAwaited}. */
    UpstreamProvider.Callback nextExchange() {
        Waiting longest = waiting.remove();
        if (longest.late != null) {
            longest.late.cancel(false);
        }
        longest.result.queuedFor(System.nanoTime() - longest.since);
        return longest.result;
    }

    /** Whether there is neither a connection nor a queued exchange. */
    boolean isUnused() {
        return open + opening == 0 && waiting.isEmpty();
    }

    /** Empties the queue and cancels its timers. */
    void clearQueue() {
        waiting.forEach(one -> {
            if (one.late != null) {
                one.late.cancel(false);
            }
        });
        waiting.clear();
    }
}
