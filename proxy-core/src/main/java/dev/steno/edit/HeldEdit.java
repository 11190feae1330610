package dev.steno.edit;

import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowActionException.Reason;
import dev.steno.addon.FlowInFlight;
import dev.steno.flow.Flow;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Edits held messages. The new message is made on the caller's thread, which may encode a body; the event loop only takes it
 * over. Waits for the event loop, so not to be called on one.
 */
public final class HeldEdit {
    private HeldEdit() {}

    /**
     * Applies operations to the held message of a flow, which stays held.
     *
     * @param revision the revision that the operations are based on
     * @param by who edits it
     * @return the flow after it
     * @throws FlowActionException if the flow is not held, was changed since, or an operation does not fit
     */
    public static Flow apply(FlowInFlight flow, int revision, List<EditOp> operations, String by) {
        HttpFlow draft = await(flow.draft());
        Hold hold = draft.held();
        if (hold == null || hold.point() == Hold.Point.MESSAGES) {
            throw new FlowActionException(Reason.NOT_HELD, "no message of HTTP is held of flow " + draft.id());
        }
        MessagePart part = MessagePart.of(hold.point());
        HttpFlow next = MessageEdit.apply(operations, draft, part);
        return await(flow.edit(revision, held -> taken(held, draft, next, part), by));
    }

    /** The draft as the event loop has it, with the message and the notes that were made from the same revision. */
    private static HttpFlow taken(HttpFlow held, HttpFlow draft, HttpFlow next, MessagePart part) {
        HttpFlow flow =
                part == MessagePart.REQUEST ? held.withRequest(next.request()) : held.withResponse(next.response());
        return next.notes().equals(draft.notes()) ? flow : flow.withNotes(next.notes());
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof FlowActionException refused) {
                throw refused;
            }
            throw e;
        }
    }
}
