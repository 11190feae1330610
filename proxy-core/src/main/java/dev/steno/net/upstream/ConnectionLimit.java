package dev.steno.net.upstream;

import dev.steno.net.http.UpstreamProvider;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Bounds the connections of one client to one server, and how many of them are being established at a time; further
 * exchanges are queued until a connection is free. Exchanges in flight may depend on a queued one, so after {@link #PATIENCE}
 * a queued exchange gets a connection beyond the bound. Confined to the client's event loop.
 */
final class ConnectionLimit {
    /** Upper bound on connections to one server; browsers open six to an HTTP/1.1 server. */
    static final int MOST = 32;

    /** How long an exchange is queued before it gets a connection beyond the bound. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final EventLoop loop;
    private final Bounds bounds;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int opening;
    private int open;

    /**
     * How many connections a client may have to one server.
     *
     * @param connections upper bound on all, with those that are being established
     * @param opening upper bound on those that are being established
     */
    record Bounds(int connections, int opening) {
        /** Those of a client with a connection of its own. */
        static final Bounds USUAL = new Bounds(MOST, MOST);

        /**
         * Those of a client whose requests wait for no other client: as many connections as it has exchanges. They are
         * established little by little: a client that is behind would otherwise open one for each request that waits, which
         * puts it further behind, while connections become free.
         */
        static final Bounds GROWING = new Bounds(Integer.MAX_VALUE, 16);
    }

    /** A queued exchange, and the timer after which it gets a connection beyond the bound. */
    private record Waiting(UpstreamProvider.Callback result, long since, Future<?> late) {}

    ConnectionLimit(EventLoop loop, Bounds bounds) {
        this.loop = loop;
        this.bounds = bounds;
    }

    /** Whether an exchange that finds no free connection should wait for one. */
    boolean isReached() {
        return open + opening >= bounds.connections() || opening >= bounds.opening();
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
     * @param late called on the event loop with the exchange if it was queued for {@link #PATIENCE}
     */
    void queueExchange(UpstreamProvider.Callback result, Consumer<UpstreamProvider.Callback> late) {
        long since = System.nanoTime();
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

    /** Whether an exchange is queued. */
    boolean isAwaited() {
        return !waiting.isEmpty();
    }

    /** Removes the exchange that was queued first. Requires {@link #isAwaited}. */
    UpstreamProvider.Callback nextExchange() {
        Waiting longest = waiting.remove();
        longest.late.cancel(false);
        longest.result.queuedFor(System.nanoTime() - longest.since);
        return longest.result;
    }

    /** Whether there is neither a connection nor a queued exchange. */
    boolean isUnused() {
        return open + opening == 0 && waiting.isEmpty();
    }

    /** Empties the queue and cancels its timers. */
    void clearQueue() {
        waiting.forEach(one -> one.late.cancel(false));
        waiting.clear();
    }
}
