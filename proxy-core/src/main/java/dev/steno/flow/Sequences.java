package dev.steno.flow;

import java.util.concurrent.atomic.AtomicLong;

/** The rising numbers of a session: flows, stored bodies, connections. Any thread. */
public final class Sequences {
    private final AtomicLong flow = new AtomicLong();
    private final AtomicLong body = new AtomicLong();
    private final AtomicLong connection = new AtomicLong();

    /** Goes on after the highest numbers that a resumed session holds. Called before the first number is drawn. */
    public void continueAfter(long lastFlow, long lastBody, long lastConnection) {
        flow.set(lastFlow);
        body.set(lastBody);
        connection.set(lastConnection);
    }

    public long nextFlow() {
        return flow.incrementAndGet();
    }

    public long nextBody() {
        return body.incrementAndGet();
    }

    public long nextConnection() {
        return connection.incrementAndGet();
    }
}
