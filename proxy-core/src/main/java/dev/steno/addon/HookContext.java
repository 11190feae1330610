package dev.steno.addon;

import dev.steno.flow.BodyTransform;
import dev.steno.flow.Notes;
import dev.steno.flow.TrailerChange;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Requests that a handler can make of the exchange in addition to its verdict. Valid only during the call of the
 * handler, on its thread.
 */
public interface HookContext {
    /** A context whose {@link #wantBody} does nothing, for hooks that have no body. */
    HookContext NONE = limit -> {};

    /**
     * Requests that the body of the message whose head is shown be held and shown whole at the next hook ({@code
     * REQUEST}, {@code RESPONSE}). A body above the limit streams as if it had not been requested.
     *
     * @param limit the largest body to hold, in bytes, above 0; if several handlers call it, the largest limit counts
     */
    void wantBody(int limit);

    /**
     * Requests the body as {@link #wantBody}, and that the next hook is run before anything is forwarded even if the
     * body cannot be held: because it is above the limit, the memory for held bodies is used up, or a body of unknown
     * length does not end within two seconds. The flow that the hook is shown then lacks the body, which streams after
     * the verdict.
     *
     * @param limit 0 if the body is not wanted
     */
    default void wantBodyOrHead(int limit) {
        wantBody(limit);
    }

    /**
     * Changes the body of the message whose head is shown while it passes, however large it is and whether or not it ends.
     * The message loses its Content-Length. The body that the peer sent is recorded as that of the original. Does nothing if
     * the body is held and shown whole at the next hook, where it can be replaced, if another body is sent in its place, or
     * if the message has none.
     *
     * @param transform makes the transform; called on the addon executor, which also runs the transform. Transforms of
     *     several handlers apply in the order of their calls
     */
    default void transform(Supplier<BodyTransform> transform) {}

    /**
     * Changes the trailers of the message whose head is shown, once its body has passed. Not if the whole message is shown at
     * the next hook before it is forwarded, where they can be replaced.
     */
    default void changeTrailers(TrailerChange change) {}

    /**
     * Notes that a rule acted on the flow: its name is added to the flow's annotation {@link Notes#RULES}, which lists and
     * the filter {@code ~rule} show. Without effect at hooks other than those of HTTP messages, and once a message was
     * forwarded.
     *
     * @param rule without white space; with an exclamation mark before it if the rule failed
     */
    default void trace(String rule) {}

    /**
     * Requests the body as {@link #wantBodyOrHead}, however large it is: what exceeds the limit, or the memory for held
     * bodies, is read into the session, and the next hook is shown a {@link dev.steno.flow.Body.Stored}. A body of unknown
     * length must grow by 32 KiB a second, otherwise only its head is held after two seconds. If no session can be read, as
     * {@link #wantBodyOrHead}.
     *
     * @param inMemory the largest body to hold in memory, in bytes; 0 for none
     */
    default void wantWholeOrHead(int inMemory) {
        wantBodyOrHead(inMemory);
    }

    /** Whether {@link #wantWholeOrHead} can keep a body in the session. */
    default boolean canSpool() {
        return false;
    }

    /** Whether {@link #hold} is possible: nothing of the message was forwarded yet. */
    default boolean canHold() {
        return false;
    }

    /**
     * Holds the message until a person decides. The hold is recorded and visible; the flow is found in {@link
     * FlowsInFlight}, by which it is changed and ended. Only for handlers registered with {@link Handlers#onAsync} at
     * the hooks of HTTP messages and of messages of streams. A held message of a stream delays the messages of its
     * direction that follow, but no control frame of a WebSocket.
     *
     * @param subject the subject that the handler was given
     * @return the stage that the handler returns
     * @throws UnsupportedOperationException if the hook's subject cannot be held
     */
    default <T> CompletionStage<Verdict<T>> hold(T subject, HoldTerms terms) {
        throw new UnsupportedOperationException("this hook cannot hold");
    }
}
