package dev.steno.net;

import dev.steno.addon.Admission;
import io.netty.channel.EventLoop;

/** Asks whether the store keeps up, and calls back on the event loop when it does again: once, however often was asked. */
final class AdmissionGate {
    private final Admission admission;
    private final EventLoop loop;
    private final Runnable opened;
    private boolean waiting;

    AdmissionGate(Admission admission, EventLoop loop, Runnable opened) {
        this.admission = admission;
        this.loop = loop;
        this.opened = opened;
    }

    boolean isOpen() {
        if (admission.isOpen()) {
            return true;
        }
        if (!waiting) {
            waiting = true;
            admission.whenOpen(() -> loop.execute(() -> {
                waiting = false;
                opened.run();
            }));
        }
        return false;
    }
}
