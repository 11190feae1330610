package dev.steno.addon.bus;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes of all bodies that are held for a handler or a connection. Peers decide how many bodies are held at
 * once. Beyond the limit, further bodies are forwarded without being held, like bodies that exceed the size a handler
 * requested. Back-pressure cannot replace the limit: a held body is released only after the rest of it was read. Any
 * thread.
 */
public final class HeldBytes {
    private final long limit;
    private final AtomicLong held = new AtomicLong();

    /** @param limit the limit in bytes, above 0 */
    public HeldBytes(long limit) {
        this.limit = limit;
    }

    /** Adds bytes that are held, or subtracts bytes that are released if negative. */
    public void addHeld(long bytes) {
        held.addAndGet(bytes);
    }

    /** Whether more bytes are held than the limit. */
    public boolean isExceeded() {
        return held.get() > limit;
    }

    /** The bytes held now. */
    public long held() {
        return held.get();
    }
}
