package dev.steno.addon;

import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A flow that has not ended. May be called on any thread; each action runs on the flow's event loop, on which its stage
 * completes with the flow after it, or with a {@link FlowActionException} that says why it was not done.
 */
public interface FlowInFlight {

    /** Returns the flow as it is now. */
    CompletionStage<Flow> current();

    /**
     * Returns the flow as it is now, with the whole body of the held message inline if it is held with its body.
     *
     * @return fails with a {@link FlowActionException} if no message is held
     */
    default CompletionStage<HttpFlow> draft() {
        return CompletableFuture.failedFuture(
                new FlowActionException(FlowActionException.Reason.NOT_HELD, "the flow is not held"));
    }

    /**
     * Changes a held message; it stays held.
     *
     * @param revision the revision that the change is based on
     * @param by who changes it
     */
    CompletionStage<Flow> edit(int revision, Edit edit, String by);

    /** Sends the held message on, with its changes. */
    CompletionStage<Flow> resume(String by);

    /**
     * Answers a held request, or replaces a held response.
     *
     * @param response a final response, whose body is inline, none or a {@link dev.steno.flow.Body.Source}
     */
    CompletionStage<Flow> answer(HttpResponse response, String by);

    /** Ends a held exchange with a page that says who dropped it. */
    CompletionStage<Flow> drop(String by);

    /** Ends the flow at any stage. */
    CompletionStage<Flow> kill(End end, String by);

    /** A change of the held message. */
    @FunctionalInterface
    interface Edit {
        /**
         * Returns the flow with the changed message. Called on the event loop; must not block.
         *
         * @param held its message has the whole body, inline, if it is held with its body
         * @throws FlowActionException if the change does not fit the message
         */
        HttpFlow apply(HttpFlow held);
    }
}
