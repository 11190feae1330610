package dev.steno.addon;

import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.NewEvent;
import java.util.List;
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

    /**
     * Gives up on the server, as if it had failed: handlers of {@link Hook#FAILED} decide, and otherwise the client gets a page
     * with 504. Fails if the exchange does not wait for the head of its server's response.
     *
     * @param why recorded in the flow's error, a main clause
     */
    default CompletionStage<Flow> giveUpServer(String why) {
        return CompletableFuture.failedFuture(
                new FlowActionException(FlowActionException.Reason.INVALID, "the flow waits for no response"));
    }

    /**
     * Returns the messages of a WebSocket or a raw stream that wait for a decision, in the order in which they came.
     * {@link #resume} sends all of them on, and {@link #drop} drops all.
     */
    default CompletionStage<List<WaitingMessage>> waiting() {
        return CompletableFuture.completedFuture(List.of());
    }

    /**
     * Changes the bytes of a message that waits; it still waits.
     *
     * @param number see {@link WaitingMessage}
     */
    default CompletionStage<Flow> editMessage(long number, byte[] data, String by) {
        return noStream();
    }

    /** Sends a message on that waits, after those before it. */
    default CompletionStage<Flow> resumeMessage(long number, String by) {
        return noStream();
    }

    /** Drops a message that waits: it is recorded and not sent. */
    default CompletionStage<Flow> dropMessage(long number, String by) {
        return noStream();
    }

    /**
     * Sends a message in a WebSocket or a raw stream that no peer sent: behind the messages that wait, and never between
     * the parts of another one.
     *
     * @param kind {@code TEXT} or {@code BINARY} of a WebSocket; {@code PIECE} of a raw stream
     */
    default CompletionStage<Flow> inject(Direction direction, Message.Kind kind, byte[] data, String by) {
        return noStream();
    }

    /**
     * Puts an event into a response that is an event stream, at once if it stands between two events, otherwise behind the
     * one in progress. It is part of the body as sent, and noted in the flow.
     */
    default CompletionStage<Flow> inject(NewEvent event, String by) {
        return CompletableFuture.failedFuture(new FlowActionException(
                FlowActionException.Reason.INVALID, "the flow is a raw stream: see inject.tcp"));
    }

    private static CompletionStage<Flow> noStream() {
        return CompletableFuture.failedFuture(new FlowActionException(
                FlowActionException.Reason.INVALID, "the flow is neither a WebSocket nor a raw stream"));
    }

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
