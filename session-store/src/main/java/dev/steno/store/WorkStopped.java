package dev.steno.store;

import java.io.IOException;

/** Reports that an operation was stopped by {@link Progress#isStopped}. Everything it had written has been undone. */
public final class WorkStopped extends IOException {
    private static final long serialVersionUID = 1L;

    public WorkStopped() {
        super("stopped; nothing was changed");
    }
}
