package dev.steno.addon.bus;

import dev.steno.addon.BlockingTerms;
import dev.steno.addon.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a blocking handler's time: another verdict takes the place of its own, and its thread is interrupted. Made by
 * that thread, which ends it once the handler has returned, so that no later task of the thread is interrupted.
 */
final class TimeLimit {
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final Thread thread = Thread.currentThread();
    private boolean returned; // guarded by this

    /** Returns the limit that begins now; null for none. */
    static <T> @Nullable TimeLimit of(BlockingTerms terms, T subject, CompletableFuture<Verdict<T>> verdict) {
        if (terms.nanos() == 0) {
            return null;
        }
        TimeLimit limit = new TimeLimit();
        limit.running.whenComplete((nothing, late) -> {
            if (late != null && !verdict.isDone()) {
                verdict.complete(terms.late().verdict(subject));
                limit.interrupt();
            }
        });
        limit.running.orTimeout(terms.nanos(), TimeUnit.NANOSECONDS);
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
