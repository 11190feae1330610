package dev.steno.net.channel;

import dev.steno.addon.bus.RecordBudget;
import io.netty.channel.EventLoop;

/**
 * Back-pressure from the store: tells whether the store keeps up, and calls back on the event loop when it does again, once for any
 * number of queries. The owner must close it; otherwise the pending callback keeps the owner on the heap. On the event loop.
 */
public final class AdmissionGate {
    private final RecordBudget recordBudget;
    private final EventLoop loop;
    private final Runnable opened;
    private final Runnable callback = this::open;
    private boolean waiting;

    public AdmissionGate(RecordBudget recordBudget, EventLoop loop, Runnable opened) {
        this.recordBudget = recordBudget;
        this.loop = loop;
        this.opened = opened;
    }

    public boolean isOpen() {
        if (recordBudget.isOpen()) {
            return true;
        }
        if (!waiting) {
            waiting = true;
            recordBudget.whenOpen(callback);
        }
        return false;
    }

    /** Called on the thread that released capacity. */
    private void open() {
        loop.execute(() -> {
            waiting = false;
            opened.run();
        });
    }

    /** The owner is closed: cancels the callback. */
    public void close() {
        if (waiting) {
            recordBudget.forget(callback);
        }
    }
}
