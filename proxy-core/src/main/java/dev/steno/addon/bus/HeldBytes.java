package dev.steno.addon.bus;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes of all bodies that wait for a handler or a connection. Handlers ask for whole bodies and peers decide how
 * many come at once, so beyond the limit a body passes without being shown whole, as one does that is larger than was asked
 * for. Reading cannot stop instead: a body that is gathered ends its wait only when the rest of it is read. Any thread.
 */
public final class HeldBytes {
    private final long limit;
    private final AtomicLong held = new AtomicLong();

    /** @param limit in bytes, above 0 */
    public HeldBytes(long limit) {
        this.limit = limit;
    }

    /** Counts bytes that wait from now on, or, below 0, that do so no more. */
    public void add(long bytes) {
        held.addAndGet(bytes);
    }

    /** Whether more waits than should. */
    public boolean isExceeded() {
        return held.get() > limit;
    }

    /** Bytes that wait now. */
    public long held() {
        return held.get();
    }
}
