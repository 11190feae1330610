package dev.steno.net.channel;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls each handler of a client's connection that carries an exchange once a second, so that a slow body is recorded while it
 * arrives. One timer for each connection, and none while the connection is idle. On its event loop.
 */
public final class ExchangeTicker {
    private static final long SECONDS = 1;

    private final Channel client;
    private final List<Watched> watched = new ArrayList<>(1);
    private @Nullable Future<?> next;
    private boolean begun;

    /** A handler that carries an exchange. */
    public interface Watched {
        /** Called once a second on the event loop. Returns whether the handler still carries an exchange. */
        boolean beat();
    }

    public ExchangeTicker(Channel client) {
        this.client = client;
    }

    /** Calls {@code one} once a second until it returns false. */
    public void watch(Watched one) {
        watched.add(one);
        if (!begun) {
            begun = true;
            client.closeFuture().addListener(closed -> stop());
        }
        if (next == null) {
            schedule();
        }
    }

    private void schedule() {
        next = client.eventLoop().schedule(this::beat, SECONDS, TimeUnit.SECONDS);
    }

    /** The connection is closed: stops the timer. Exchanges are notified separately. */
    private void stop() {
        watched.clear();
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }

    private void beat() {
        next = null;
        watched.removeIf(one -> !one.beat());
        if (!watched.isEmpty()) {
            schedule();
        }
    }
}
