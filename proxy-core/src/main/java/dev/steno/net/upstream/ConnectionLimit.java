package dev.steno.net.upstream;

import dev.steno.net.http.UpstreamProvider;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the connections of one client to one server; further exchanges are queued until a connection is free. Exchanges in
 * flight may depend on a queued one, so each subclass lets a queued one connect after some time.
 * Confined to the client's event loop.
 */
abstract class ConnectionLimit {
    protected final EventLoop loop;

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int opening;
    private int open;

    /** Makes the limit of a server. */
    @FunctionalInterface
    interface Kind {
        ConnectionLimit on(EventLoop loop);
    }

    /** A queued exchange, and what ends its wait otherwise; null if nothing does. */
    private record Waiting(
            UpstreamProvider.Callback result,
            long since,
            @Nullable Runnable cancel) {}

    ConnectionLimit(EventLoop loop) {
        this.loop = loop;
    }

    /** How many connections there may be now. */
    protected abstract int most();

    /**
     * Queues an exchange at the end.
     *
     * @param late called on the event loop with an exchange that gets a connection beyond the bound
     * @param raised called on the event loop if the bound was raised
     */
    abstract void queueExchange(
            UpstreamProvider.Callback result, Consumer<UpstreamProvider.Callback> late, Runnable raised);

    /** Whether an exchange that finds no free connection should wait for one. */
    final boolean isReached() {
        return used() >= most();
    }

    /** Connections that are established or being established. */
    protected final int used() {
        return open + opening;
    }

    /** Connections that are being established. */
    protected final int opening() {
        return opening;
    }

    /** A connection is being established. */
    final void connectionOpening() {
        opening++;
    }

    /** The connection could not be established. */
    final void connectionFailed() {
        opening--;
    }

    /** The connection was established. */
    final void connectionOpened() {
        opening--;
        open++;
    }

    /** An established connection ended. */
    final void connectionEnded() {
        open--;
    }

    /** @param cancel ends a timer of this exchange once it is no longer queued; null if it has none */
    protected final void enqueue(UpstreamProvider.Callback result, @Nullable Runnable cancel) {
        waiting.add(new Waiting(result, System.nanoTime(), cancel));
    }

    /** Removes an exchange from anywhere in the queue; returns whether it was queued. */
    protected final boolean dequeue(UpstreamProvider.Callback result) {
        for (Waiting one : waiting) {
            if (one.result == result) {
                waiting.remove(one);
                result.queuedFor(System.nanoTime() - one.since);
                return true;
            }
        }
        return false;
    }

    /** Whether an exchange is queued. */
    final boolean isAwaited() {
        return !waiting.isEmpty();
    }

    /** Removes the exchange that was queued first. Requires {@link #isAwaited}. */
    final UpstreamProvider.Callback nextExchange() {
        Waiting longest = waiting.remove();
        if (longest.cancel != null) {
            longest.cancel.run();
        }
        longest.result.queuedFor(System.nanoTime() - longest.since);
        return longest.result;
    }

    /** Whether there is neither a connection nor a queued exchange. */
    final boolean isUnused() {
        return used() == 0 && waiting.isEmpty();
    }

    /** Empties the queue and cancels its timers. */
    final void clearQueue() {
        waiting.forEach(one -> {
            if (one.cancel != null) {
                one.cancel.run();
            }
        });
        waiting.clear();
    }
}
