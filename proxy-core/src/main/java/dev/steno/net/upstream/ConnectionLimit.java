package dev.steno.net.upstream;

import dev.steno.net.http.UpstreamProvider;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Bounds the connections of one client connection to one server; further exchanges are queued until a connection is free.
 * Exchanges in flight may depend on a queued one, so after {@link #PATIENCE} a queued exchange gets a connection beyond the
 * bound. Confined to the client's event loop.
 */
final class ConnectionLimit {
    /** Upper bound on connections to one server; browsers open six to an HTTP/1.1 server. */
    static final int MOST = 32;

    /** How long an exchange is queued before it gets a connection beyond the bound. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final EventLoop loop;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int open;

    /** A queued exchange, and the timer after which it gets a connection beyond the bound. */
    private record Waiting(UpstreamProvider.Callback result, Future<?> late) {}

    ConnectionLimit(EventLoop loop) {
        this.loop = loop;
    }

    /** Whether an exchange that finds no free connection should wait for one. */
    boolean isReached() {
        return open >= MOST;
    }

    /** A connection is being established, or was adopted. */
    void connectionOpening() {
        open++;
    }

    /** A counted connection ended, or could not be established. */
    void connectionEnded() {
        open--;
    }

    /**
     * Queues an exchange at the end.
     *
     * @param late called on the event loop with the exchange if it was queued for {@link #PATIENCE}
     */
    void queueExchange(UpstreamProvider.Callback result, Consumer<UpstreamProvider.Callback> late) {
        Future<?> timer = loop.schedule(
                () -> {
                    if (waiting.removeIf(one -> one.result == result)) {
                        late.accept(result);
                    }
                },
                PATIENCE.toMillis(),
                TimeUnit.MILLISECONDS);
        waiting.add(new Waiting(result, timer));
    }

    /** Whether an exchange is queued. */
    boolean isAwaited() {
        return !waiting.isEmpty();
    }

    /** Removes the exchange that was queued first. Requires {@link #isAwaited}. */
    UpstreamProvider.Callback nextExchange() {
        Waiting longest = waiting.remove();
        longest.late.cancel(false);
        return longest.result;
    }

    /** Whether there is neither a connection nor a queued exchange. */
    boolean isUnused() {
        return open == 0 && waiting.isEmpty();
    }

    /** Empties the queue and cancels its timers. */
    void clearQueue() {
        waiting.forEach(one -> one.late.cancel(false));
        waiting.clear();
    }
}
