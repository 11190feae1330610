package dev.steno.addon.bus;

import dev.steno.addon.AsyncHandler;
import dev.steno.addon.Handler;
import dev.steno.addon.Verdict;

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
            // Return the handler's own stage rather than the dependent one: cancelling a run must cancel the handler's
            // work.
            var stage = handler.handle(subject, context);
            stage.whenComplete((verdict, error) ->
                    watcher.decided(one.addon(), one.hook(), subject, verdict, System.nanoTime() - begun));
            return stage;
        };
    }
}
