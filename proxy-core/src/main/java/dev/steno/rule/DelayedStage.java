package dev.steno.rule;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Stages that complete after a delay, without a thread that waits. Stateless; any thread. */
final class DelayedStage {
    private DelayedStage() {}

    /**
     * Completes with the value after a delay. A stage that is cancelled before leaves nothing behind.
     *
     * @param delay nanoseconds; at most 0 for a stage that is complete
     */
    static <T> CompletionStage<T> of(T value, long delay, ScheduledExecutorService timer) {
        if (delay <= 0) {
            return CompletableFuture.completedFuture(value);
        }
        CompletableFuture<T> stage = new CompletableFuture<>();
        Future<?> due = timer.schedule(() -> stage.complete(value), delay, TimeUnit.NANOSECONDS);
        stage.whenComplete((done, error) -> due.cancel(false));
        return stage;
    }
}
