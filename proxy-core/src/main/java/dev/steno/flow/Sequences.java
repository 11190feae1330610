package dev.steno.flow;

import java.util.concurrent.atomic.AtomicLong;

/** Draws the ascending numbers of a session: flows, stored bodies, connections. Thread-safe. */
public final class Sequences {
    private final AtomicLong flow = new AtomicLong();
    private final AtomicLong body = new AtomicLong();
    private final AtomicLong connection = new AtomicLong();

    /** Continues after the highest numbers of a resumed session. Must be called before the first number is drawn. */
    public void continueAfter(long lastFlow, long lastBody, long lastConnection) {
        flow.set(lastFlow);
        body.set(lastBody);
        connection.set(lastConnection);
    }

    /** Takes the number of a new flow. */
    public long nextFlow() {
        return flow.incrementAndGet();
    }

    /** Takes the number of a new body. */
    public long nextBody() {
        return body.incrementAndGet();
    }

    /** Takes the number of a new connection. */
    public long nextConnection() {
        return connection.incrementAndGet();
    }
}
