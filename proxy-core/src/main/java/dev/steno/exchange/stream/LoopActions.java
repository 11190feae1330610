package dev.steno.exchange.stream;

import dev.steno.addon.FlowActionException;
import dev.steno.flow.Flow;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Runs actions on a flow in progress on its event loop. Stateless; any thread. */
public final class LoopActions {
    private LoopActions() {}

    /**
     * Runs an action; its stage completes with the flow after it, or with what it threw.
     *
     * @param closed whether the flow has ended, so that the action is not run; called on the loop
     * @param ended the refusal of an action on a flow that has ended
     */
    public static CompletionStage<Flow> run(
            Executor loop,
            BooleanSupplier closed,
            Supplier<FlowActionException> ended,
            Supplier<Flow> flow,
            Runnable action) {
        CompletableFuture<Flow> done = new CompletableFuture<>();
        try {
            loop.execute(() -> {
                try {
                    if (closed.getAsBoolean()) {
                        throw ended.get();
                    }
                    action.run();
                    done.complete(flow.get());
                } catch (RuntimeException e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(ended.get()); // the proxy stops
        }
        return done;
    }
}
