package dev.steno.store;

import java.io.IOException;

/** A piece of work was stopped by {@link Progress#isStopped}. What it had begun to write is gone again. */
public final class WorkStopped extends IOException {
    private static final long serialVersionUID = 1L;

    public WorkStopped() {
        super("stopped; nothing was changed");
    }
}
