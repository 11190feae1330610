package dev.steno.exchange;

import dev.steno.exchange.body.BodyFeed;
import dev.steno.exchange.body.BodyTee;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.head.Framing;
import dev.steno.flow.Body;
import dev.steno.flow.BodySource;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Times;
import org.jspecify.annotations.Nullable;

/**
 * The body that a handler gives for a message in place of the peer's: first a source that was accepted, then the reading
 * of it. Owned by the transfer of the message; on the exchange's event loop.
 */
final class HandlerBody {
    private final Message transfer;
    private final ChangedBody change;
    private Body.@Nullable Source accepted;
    private boolean sent; // the message is sent with it, or waits for that
    private @Nullable BodyFeed feed;

    /** The message that it belongs to. */
    interface Message extends ChangedBody.Message {
        /** The present fields of the message; null before there is one. */
        @Nullable
        Headers headers();

        /** The message's body in a flow; null if the flow has no such message. */
        @Nullable
        Body body(HttpFlow of);

        /** Whether the message can have a body by its method and status. */
        boolean mayHaveBody(HttpFlow of);

        /** Whether its body can be sent from this source. */
        boolean takesSource(BodySource source);

        /**
         * Applies the changes of handlers to the live flow.
         *
         * @param before the flow that the handlers were given
         * @param after the flow that they returned
         * @param replaced the body, as it is recorded, that replaces the one shown; null if none does
         */
        void applyEdit(HttpFlow before, HttpFlow after, @Nullable Body replaced);

        /** Replaces the body that waits to be sent by one in memory or in the session. */
        void requeue(Body body);

        /** A part of a handler's change could not be applied. */
        void notApplied(String by, String what);
    }

    /** @param change gets the body */
    HandlerBody(Message transfer, ChangedBody change) {
        this.transfer = transfer;
        this.change = change;
    }

    /** Whether it takes the place of the peer's body: what the peer sends of one is released. */
    boolean isSent() {
        return sent;
    }

    /**
     * Applies what handlers made of the message.
     *
     * @param before the flow that they were given
     * @param by who changed it, for the log
     * @param whole whether the peer's body is in memory
     */
    void apply(HttpFlow before, HttpFlow after, String by, boolean whole) {
        Body body = transfer.body(after);
        if (body == null || body.equals(transfer.body(before))) {
            transfer.applyEdit(before, after, null);
        } else if (takes(body, after)) {
            accepted = (Body.Source) body;
            transfer.applyEdit(before, after, null);
        } else if (whole && (body instanceof Body.None || body instanceof Body.Inline && transfer.mayHaveBody(after))) {
            accepted = null;
            byte[] bytes = Framing.bytes(body);
            transfer.requeue(new Body.Inline(bytes));
            transfer.applyEdit(before, after, recorded(bytes));
        } else {
            if (body.trueSize() > 0 || !whole) {
                transfer.notApplied(by, refusal(body, after, whole));
            }
            transfer.applyEdit(before, after, null);
        }
    }

    /**
     * Applies a draft whose new body was stored for its flow in the session. Returns false if it has none. A handler cannot
     * give such a body: it might belong to another flow.
     */
    boolean applyStored(HttpFlow before, HttpFlow after) {
        Body body = transfer.body(after);
        if (!(body instanceof Body.Stored) || body.equals(transfer.body(before)) || !transfer.mayHaveBody(after)) {
            return false;
        }
        accepted = null;
        transfer.requeue(body);
        transfer.applyEdit(before, after, body);
        return true;
    }

    private boolean takes(Body body, HttpFlow after) {
        return body instanceof Body.Source source
                && transfer.mayHaveBody(after)
                && transfer.takesSource(source.source());
    }

    private String refusal(Body body, HttpFlow after, boolean whole) {
        if (!transfer.mayHaveBody(after)) {
            return "its body is not sent, since the status or the method allows none";
        }
        if (body instanceof Body.Source) {
            return "its body is not sent: the length of a request's body must be known";
        }
        return whole
                ? "its body cannot be read here; the one that arrived is sent"
                : "its body is not sent: only a source can replace a body that was not held";
    }

    /** The body of the record for these bytes: inline, or stored if it is large. */
    private Body recorded(byte[] bytes) {
        BodyTee tee = BodyTee.of(transfer.exchange().addons, transfer.headers());
        tee.expectSize(bytes.length);
        tee.copyChunk(Chunk.of(bytes));
        return tee.finishBody(true);
    }

    /** The source that was accepted last; null if the peer's body, or bytes in memory, are sent. */
    Body.@Nullable Source accepted() {
        return accepted;
    }

    /**
     * Sends the message with this body.
     *
     * @param sendHead sends the head, or gives it to a hook
     */
    void send(Body body, @Nullable Headers trailers, Runnable sendHead) {
        accepted = null;
        sent = true;
        if (body instanceof Body.Source source) {
            try { // before the head, since the receiver accepts more as soon as it is sent
                feed = new BodyFeed(source.source(), trailers, change, this::failed, transfer.exchange());
            } catch (RuntimeException e) {
                failed("could not be opened: " + e.getMessage());
                return;
            }
            sendHead.run();
            return;
        }
        sendHead.run();
        byte[] bytes = Framing.bytes(body);
        if (bytes.length > 0) {
            change.data(bytes);
        }
        change.end(trailers);
    }

    /** The receiver accepts more, or no more for now. Does nothing for a body that a peer sends. */
    void setWanted(boolean accepts) {
        if (feed != null) {
            feed.setWanted(accepts);
        }
    }

    void close() {
        if (feed != null) {
            feed.close();
            feed = null;
        }
    }

    /** @param what a predicate */
    private void failed(String what) {
        transfer.exchange()
                .fail(new FlowError(FlowError.Step.ADDON, "the body that an addon gave " + what, Times.now()));
    }
}
