package dev.steno.sqlite;

import dev.steno.store.Progress;

/** Stops an operation after a number of units of a step. */
public final class StopAt implements Progress {
    private final long when;
    private boolean stopped;

    public StopAt(long when) {
        this.when = when;
    }

    @Override
    public void beginStep(String step, String unit, long total) {
        // any step
    }

    @Override
    public void at(long done) {
        stopped |= done >= when;
    }

    @Override
    public boolean isStopped() {
        return stopped;
    }
}
