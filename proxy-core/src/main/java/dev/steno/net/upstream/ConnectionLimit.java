package dev.steno.net.upstream;

import dev.steno.net.http.UpstreamProvider;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Bounds how many connections one client's connection makes to one server: the exchanges beyond wait for one that is free. None
 * waits for ever, since those that have one may wait for it: after a while it gets a further connection. On the client's
 * event loop.
 */
final class ConnectionLimit {
    /** Connections to one server; browsers make six to one of HTTP/1.1. */
    static final int MOST = 32;

    /** How long an exchange waits for a connection before it gets one all the same. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final EventLoop loop;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int open;

    /** An exchange, and the timer after which it gets a connection all the same. */
    private record Waiting(UpstreamProvider.Callback result, Future<?> late) {}

    ConnectionLimit(EventLoop loop) {
        this.loop = loop;
    }

    /** Whether an exchange that finds no free connection should wait for one. */
    boolean isReached() {
        return open >= MOST;
    }

    /** A connection is being made, or was taken over. */
    void opening() {
        open++;
    }

    /** It ended, or could not be made. */
    void ended() {
        open--;
    }

    /**
     * Puts somebody last.
     *
     * @param late gets it where it has waited for long
     */
    void await(UpstreamProvider.Callback result, Consumer<UpstreamProvider.Callback> late) {
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

    /** Whether anybody waits. */
    boolean isAwaited() {
        return !waiting.isEmpty();
    }

    /** Takes out who has waited longest. Only where somebody waits. */
    UpstreamProvider.Callback next() {
        Waiting longest = waiting.remove();
        longest.late.cancel(false);
        return longest.result;
    }

    /** Whether there is neither a connection nor anybody who waits for one. */
    boolean isUnused() {
        return open == 0 && waiting.isEmpty();
    }

    /** Nobody waits any more. */
    void clear() {
        waiting.forEach(one -> one.late.cancel(false));
        waiting.clear();
    }
}
