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
    /**
     * Begins to decide. Called on an event loop; must not block.
     *
     * @return completes with the verdict, on any thread; a failure counts as one of the handler, and so does null
     */
    CompletionStage<Verdict<T>> handle(T subject, HookContext context);
}
