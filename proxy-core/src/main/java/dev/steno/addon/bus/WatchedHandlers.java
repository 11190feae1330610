package dev.steno.addon.bus;

import dev.steno.addon.AsyncHandler;
import dev.steno.addon.Handler;
import dev.steno.addon.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Wraps handlers so that a watcher observes their verdicts. Stateless. Without a watcher there are no wrappers and
 * nothing is measured.
 */
final class WatchedHandlers {
    private WatchedHandlers() {}

    static <T> HookChain.Registration<T> of(HookChain.Registration<T> one, AddonWatcher watcher) {
        return new HookChain.Registration<>(
                one.addon(),
                one.hook(),
                one.phase(),
                one.times(),
                one.failClosed(),
                one.inline() == null ? null : inline(one, one.inline(), watcher),
                one.later() == null ? null : later(one, one.later(), watcher));
    }

    private static <T> Handler<T> inline(HookChain.Registration<T> one, Handler<T> handler, AddonWatcher watcher) {
        return (subject, context) -> {
            long begun = System.nanoTime();
            Verdict<T> verdict = null;
            try {
                verdict = handler.handle(subject, context);
                return verdict;
            } finally {
                watcher.decided(one.addon(), one.hook(), subject, verdict, System.nanoTime() - begun);
            }
        };
    }

    private static <T> AsyncHandler<T> later(
            HookChain.Registration<T> one, AsyncHandler<T> handler, AddonWatcher watcher) {
        return (subject, context) -> {
            long begun = System.nanoTime();
            CompletionStage<Verdict<T>> stage = handler.handle(subject, context);
            // The chain gets a stage of its own, so that the watcher knows of a verdict before the verdict has effects:
            // the dependents of one stage run in no set order.
            CompletableFuture<Verdict<T>> watched = new CompletableFuture<>();
            stage.whenComplete((verdict, error) -> {
                watcher.decided(one.addon(), one.hook(), subject, verdict, System.nanoTime() - begun);
                if (error == null) {
                    watched.complete(verdict);
                } else {
                    watched.completeExceptionally(error);
                }
            });
            // Cancelling a run cancels the handler's work.
            watched.whenComplete((verdict, error) -> {
                if (watched.isCancelled()) {
                    stage.toCompletableFuture().cancel(true);
                }
            });
            return watched;
        };
    }
}
