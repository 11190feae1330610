package dev.steno.web.http;

import dev.steno.store.Progress;

/** Stops the work of a request when its client has left. Any thread. */
public record UntilGone(ApiRequest request) implements Progress {
    @Override
    public void beginStep(String step, String unit, long total) {
        // not shown
    }

    @Override
    public void at(long done) {
        // not shown
    }

    @Override
    public boolean isStopped() {
        return request.isGone() || Thread.currentThread().isInterrupted();
    }
}
