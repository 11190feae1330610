package dev.steno.addon.bus;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a blocking handler's time: its stage fails and its thread is interrupted. Made by that thread, which ends it
 * once the handler has returned, so that no later task of the thread is interrupted.
 */
final class TimeLimit {
    private final CompletableFuture<Void> running;
    private final Thread thread = Thread.currentThread();
    private boolean returned; // guarded by this

    private TimeLimit(CompletableFuture<Void> running) {
        this.running = running;
    }

    /** Returns the limit that begins now; null for none. */
    static @Nullable TimeLimit of(long nanos, CompletableFuture<?> verdict) {
        if (nanos == 0) {
            return null;
        }
        CompletableFuture<Void> running = new CompletableFuture<>();
        TimeLimit limit = new TimeLimit(running);
        running.whenComplete((nothing, late) -> {
            if (late != null && verdict.completeExceptionally(new HandlerTimeoutException(nanos))) {
                limit.interrupt();
            }
        });
        running.orTimeout(nanos, TimeUnit.NANOSECONDS);
        return limit;
    }

    private synchronized void interrupt() {
        if (!returned) {
            thread.interrupt();
        }
    }

    /** The handler has returned. */
    void end() {
        running.complete(null);
        synchronized (this) {
            returned = true;
            Thread.interrupted(); // an interrupt that came after the handler had returned
        }
    }
}
