package dev.steno.exchange;

import dev.steno.exchange.body.BodyTee;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import org.jspecify.annotations.Nullable;

/** What differs between the transfers of requests and of responses. On the exchange's event loop. */
abstract sealed class MessageDirection implements HandlerBody.Message, Backlog.Owner permits MessageTransfer {

    /** The Content-Length in bytes; -1 if there is none, or if the message has no body whatever its fields say. */
    abstract long announcedLength();

    /** Called when a handler has requested the whole body and no byte of it has arrived. */
    abstract void askForBody();

    /** Forwards the message as soon as that is possible. */
    abstract void forward();

    abstract void sendEnd();

    abstract void pauseReading(boolean held);

    abstract void recordBody(Body soFar);

    abstract void recordEnd(Body whole, @Nullable Headers trailers);

    /** Records the end of the message, and whether its body was redacted for the record. */
    final void recordWhole(Body whole, BodyTee by, @Nullable Headers trailers) {
        exchange().flow.updateNotes(by::noted);
        recordEnd(whole, trailers);
    }

    /** Forwards the message with this body in place of the one that arrived, or arrives. */
    abstract void replaceBody(Body.Source body);

    /** Whether the message has a body that can be changed while it passes. */
    abstract boolean takesTransform();

    /** Replaces the head by one for a body of unknown length. */
    abstract void beginTransform();
}
