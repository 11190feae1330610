package dev.steno.edit;

import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowActionException.Reason;
import dev.steno.addon.FlowInFlight;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.redact.Redactor;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Edits held messages. The new message is made on the caller's thread, which may encode a body; the event loop only takes it
 * over. Waits for the event loop, so not to be called on one.
 */
public final class HeldEdit {
    /** Stands for the newest revision of a flow. */
    public static final int ANY_REVISION = -1;

    /** An event loop that does not answer within this time is overloaded. */
    private static final long PATIENCE_SECONDS = 30;

    private HeldEdit() {}

    /**
     * Applies operations to the held message of a flow, which stays held.
     *
     * @param revision the revision that the operations are based on, or {@link #ANY_REVISION}
     * @param bodies where its body may be, and a new one is kept
     * @param by who edits it
     * @return the flow after it
     * @throws FlowActionException if the flow is not held, was changed since, or an operation does not fit
     * @throws IOException if its body cannot be read, a new one cannot be kept, or the event loop does not answer
     */
    public static Flow apply(FlowInFlight flow, int revision, List<EditOp> operations, DraftBodies bodies, String by)
            throws IOException {
        HttpFlow draft = draft(flow);
        if (revision != ANY_REVISION && revision != draft.revision()) {
            return await(flow.edit(revision, held -> held, by)); // refused, since the flow was changed
        }
        MessagePart part = part(draft);
        Redactor redactor = bodies.redactor();
        HttpFlow readable = readsBody(operations) || !redactor.isNone() ? withBodyAtHand(draft, bodies) : draft;
        List<EditOp> meant =
                redactor.isNone() ? operations : EditTokens.restored(operations, redactor.hiddenIn(readable));
        HttpFlow next = MessageEdit.apply(meant, readable, part);
        Body body = body(next, part);
        if (body == body(readable, part)) {
            body = body(draft, part);
        } else if (body instanceof Body.Inline inline) {
            body = bodies.keep(inline);
        }
        HttpFlow made = withBody(next, part, body);
        return await(flow.edit(draft.revision(), held -> taken(held, draft, made, part), by));
    }

    /**
     * Returns the draft as an editor shows it: the held message has its body inline, if it is held with it and if that can
     * be edited as text. Where the record is redacted, so is the draft.
     *
     * @throws FlowActionException if no request and no response of the flow is held
     * @throws IOException if its body cannot be read, or the event loop does not answer
     */
    public static HttpFlow readable(FlowInFlight flow, DraftBodies bodies) throws IOException {
        return bodies.redactor().redact(withBodyAtHand(draft(flow), bodies));
    }

    /** Like {@link #readable}, but a body that is not part of the flow stays where it is. */
    public static HttpFlow head(FlowInFlight flow, DraftBodies bodies) throws IOException {
        return bodies.redactor().redact(draft(flow));
    }

    /**
     * Returns the flow if its request or its response is held.
     *
     * @throws FlowActionException if nothing of it is held, or messages of a stream are
     */
    public static HttpFlow requireMessage(Flow flow) {
        Hold held = flow.held();
        if (held == null) {
            throw new FlowActionException(Reason.NOT_HELD, "flow " + flow.id() + " is not held");
        }
        if (flow instanceof HttpFlow http && held.point() != Hold.Point.MESSAGES) {
            return http;
        }
        throw new FlowActionException(
                Reason.INVALID,
                "of flow " + flow.id()
                        + ", messages of a stream are held: name one by its number, which flow.messages.held"
                        + " and steno hold show list");
    }

    /** Returns which message of a held flow is held. */
    public static MessagePart part(HttpFlow flow) {
        Hold held = flow.held();
        return held == null ? MessagePart.REQUEST : MessagePart.of(held.point());
    }

    /** Whether the held message, rather than another one of its flow, is not as it came. */
    public static boolean isChanged(HttpFlow flow) {
        HttpFlow came = flow.original();
        if (came == null) {
            return false;
        }
        return part(flow) == MessagePart.REQUEST
                ? !came.request().equals(flow.request())
                : !Objects.equals(came.response(), flow.response());
    }

    private static HttpFlow draft(FlowInFlight flow) throws IOException {
        requireMessage(await(flow.current()));
        return requireMessage(await(flow.draft()));
    }

    /** Whether operations depend on the body before them: on its text, or on its charset. */
    private static boolean readsBody(List<EditOp> operations) {
        return operations.stream().anyMatch(op -> op instanceof EditOp.Raw || op instanceof EditOp.NewBody);
    }

    private static HttpFlow withBodyAtHand(HttpFlow draft, DraftBodies bodies) throws IOException {
        Hold hold = draft.held();
        MessagePart part = part(draft);
        return hold != null && hold.point().hasBody() && body(draft, part) instanceof Body.Stored stored
                ? withBody(draft, part, bodies.read(stored))
                : draft;
    }

    /** The draft as the event loop has it, with the message and the notes that were made from the same revision. */
    private static HttpFlow taken(HttpFlow held, HttpFlow draft, HttpFlow next, MessagePart part) {
        HttpFlow flow =
                part == MessagePart.REQUEST ? held.withRequest(next.request()) : held.withResponse(next.response());
        return next.notes().equals(draft.notes()) ? flow : flow.withNotes(next.notes());
    }

    private static Body body(HttpFlow flow, MessagePart part) {
        HttpResponse response = flow.response();
        return part == MessagePart.REQUEST ? flow.request().body() : response == null ? Body.NONE : response.body();
    }

    private static HttpFlow withBody(HttpFlow flow, MessagePart part, Body body) {
        HttpResponse response = flow.response();
        if (body == body(flow, part)) {
            return flow;
        }
        return part == MessagePart.REQUEST
                ? flow.withRequest(flow.request().withBody(body))
                : response == null ? flow : flow.withResponse(response.withBody(body));
    }

    private static <T> T await(CompletionStage<T> stage) throws IOException {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FlowActionException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the proxy did not answer within " + PATIENCE_SECONDS + " s; try again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the proxy was asked for a held message", e);
        }
    }
}
