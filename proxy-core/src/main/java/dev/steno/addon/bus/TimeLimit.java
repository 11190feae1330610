package dev.steno.addon.bus;

import dev.steno.addon.BlockingTerms;
import dev.steno.addon.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The end of a blocking handler's time: another verdict takes the place of its own, and its thread is interrupted. Made by
 * that thread, which ends it once the handler has returned, so that no later task of the thread is interrupted.
 */
final class TimeLimit {
    private final Thread thread = Thread.currentThread();
    private final Future<?> due;
    private boolean returned; // guarded by this

    private <T> TimeLimit(HandlerWatch watch, BlockingTerms terms, T subject, CompletableFuture<Verdict<T>> verdict) {
        this.due = watch.later(terms.nanos(), () -> {
            if (!verdict.isDone()) {
                verdict.complete(terms.late().verdict(subject));
                interrupt();
            }
        });
    }

    /** Returns the limit that begins now; null for none. */
    static <T> @Nullable TimeLimit of(
            HandlerWatch watch, BlockingTerms terms, T subject, CompletableFuture<Verdict<T>> verdict) {
        return terms.nanos() == 0 ? null : new TimeLimit(watch, terms, subject, verdict);
    }

    private synchronized void interrupt() {
        if (!returned) {
            thread.interrupt();
        }
    }

    /** The handler has returned. */
    void end() {
        due.cancel(false);
        synchronized (this) {
            returned = true;
            Thread.interrupted(); // an interrupt that came after the handler had returned
        }
    }
}
