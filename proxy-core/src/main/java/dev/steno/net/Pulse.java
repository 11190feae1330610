package dev.steno.net;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Beats once a second for those ends of a client's connection that carry an exchange, so that a body that grows slowly is
 * recorded while it grows. One timer a connection, and none while nothing is under way. On its event loop.
 */
final class Pulse {
    private static final long SECONDS = 1;

    private final EventLoop loop;
    private final List<ClientWire> wires = new ArrayList<>(1);

    Pulse(EventLoop loop) {
        this.loop = loop;
    }

    /** Beats for it from here on, until it says that it carries nothing any more. */
    void watch(ClientWire wire) {
        if (wires.isEmpty()) {
            schedule();
        }
        wires.add(wire);
    }

    private void schedule() {
        loop.schedule(this::beat, SECONDS, TimeUnit.SECONDS);
    }

    private void beat() {
        wires.removeIf(wire -> !wire.beat());
        if (!wires.isEmpty()) {
            schedule();
        }
    }
}
