package dev.steno.addon;

import java.util.concurrent.CompletionStage;

/**
 * Handles a hook asynchronously: the exchange is held without a thread until the stage completes. Called on an event
 * loop; must not block. The stage is cancelled if the client disconnects.
 *
 * @param <T> the subject of the hook
 */
@FunctionalInterface
public interface AsyncHandler<T> {
    CompletionStage<Verdict<T>> handle(T subject, HookContext context);
}
