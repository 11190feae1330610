package dev.steno.addon;

import java.util.concurrent.CompletionStage;

/**
 * Reacts to a hook later: the exchange is held without a thread until the stage completes. The stage is cancelled when the
 * client leaves.
 *
 * @param <T> what the hook shows
 */
@FunctionalInterface
public interface AsyncHandler<T> {
    CompletionStage<Verdict<T>> handle(T subject, HookContext context);
}
