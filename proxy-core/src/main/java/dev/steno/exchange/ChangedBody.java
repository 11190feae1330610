package dev.steno.exchange;

import dev.steno.exchange.body.BodyFeed;
import dev.steno.exchange.body.BodyTee;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.body.TransformedBody;
import dev.steno.flow.Body;
import dev.steno.flow.BodyTransform;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A body that transforms of handlers change while it passes: that of the peer, which is recorded as that of the original, or
 * one that a handler gave. Without transforms, passes the latter on. Owned by the transfer of the message; on the exchange's
 * event loop.
 */
final class ChangedBody implements BodyFeed.Receiver, TransformedBody.Owner {
    private final Message transfer;
    private List<Supplier<BodyTransform>> transforms = List.of();
    private @Nullable TransformedBody body;
    private @Nullable BodyFeed feed; // what the transforms send

    /** The message that it belongs to; as a receiver, it gets the body that is sent. */
    interface Message extends BodyFeed.Receiver {
        ExchangeScope exchange();

        /** The trailers of the message; null if it has none. */
        @Nullable
        Headers trailers(HttpFlow of);

        /** A copy of a flow in which the message has another body. */
        HttpFlow withBody(HttpFlow of, Body body);

        /** A copy of a flow in which the message is complete. */
        HttpFlow ended(HttpFlow of, Body body, @Nullable Headers trailers);

        void holdReading(boolean held);
    }

    ChangedBody(Message transfer) {
        this.transfer = transfer;
    }

    void addTransform(Supplier<BodyTransform> transform) {
        if (transforms.isEmpty()) {
            transforms = new ArrayList<>(1);
        }
        transforms.add(transform);
    }

    boolean isWanted() {
        return !transforms.isEmpty();
    }

    /** Whether the body goes through the transforms. */
    boolean isSent() {
        return body != null;
    }

    /** Whether it does, and so much of it waits for them that the peer is not read. */
    boolean isFull() {
        return body != null && body.isFull();
    }

    /** Whether it does, and nothing more of it will arrive. */
    boolean hasArrived() {
        return body != null && body.hasPeerEnded();
    }

    /**
     * Sends a body through the transforms.
     *
     * @param before the flow with the message as it arrived
     * @param original records the body as it arrives
     * @param queued removes the next part that has arrived; null once there is none
     * @param complete whether that is all
     * @param sendHead sends the head
     */
    void send(
            HttpFlow before, BodyTee original, Supplier<@Nullable Chunk> queued, boolean complete, Runnable sendHead) {
        TransformedBody through = new TransformedBody(transforms, original, this, transfer.exchange());
        body = through;
        for (Chunk chunk = queued.get(); chunk != null; chunk = queued.get()) {
            through.enqueue(chunk);
        }
        if (complete) {
            through.receiveEnd(transfer.trailers(before));
        }
        feed = new BodyFeed(through, null, new Sent(transfer, through), this::failed, transfer.exchange());
        sendHead.run();
    }

    /**
     * The receiver accepts more, or no more for now.
     *
     * @param held whether the peer is not read
     * @return whether a body that a handler gave is to be read
     */
    boolean setWanted(boolean accepts, boolean held) {
        if (body == null) {
            return accepts && !held;
        }
        if (feed != null) {
            feed.setWanted(accepts && (!held || body.isFull()));
        }
        return !body.isFull();
    }

    /** Takes a part of the body, and ownership of the chunk; returns false without transforms. */
    boolean receive(Chunk chunk) {
        if (body != null) {
            body.receive(chunk);
        }
        return body != null;
    }

    /** The body is complete; returns false without transforms. */
    boolean receiveEnd(@Nullable Headers trailers) {
        if (body != null && !body.hasPeerEnded()) {
            Body whole = body.receiveEnd(trailers);
            transfer.exchange().flow.updateNotes(body.original()::noted);
            transfer.exchange().flow.updateOriginal(of -> transfer.ended(of, whole, trailers));
        }
        return body != null;
    }

    @Override
    public void data(byte[] bytes) {
        if (!receive(Chunk.of(bytes))) {
            transfer.data(bytes);
        }
    }

    @Override
    public void end(@Nullable Headers trailers) {
        if (!receiveEnd(trailers)) {
            transfer.end(trailers);
        }
    }

    /** The rest of the body will not arrive: records the part that arrived. */
    void truncate() {
        if (body != null && !body.hasPeerEnded()) {
            Body part = body.original().finishBody(false);
            transfer.exchange().flow.updateNotes(body.original()::noted);
            transfer.exchange().flow.updateOriginal(of -> transfer.ended(of, part, null));
            body.abandon();
        }
        close();
    }

    /** Records what arrived of a slow body; returns whether there was anything. */
    boolean recordSlowBody() {
        if (body == null || body.hasPeerEnded() || !body.original().spillSoFar()) {
            return false;
        }
        recorded(body.original().soFar());
        return true;
    }

    /** Forgets what is not recorded yet. */
    void withhold() {
        if (body != null) {
            body.original().withhold();
        }
    }

    void close() {
        if (feed != null) {
            feed.close();
            feed = null;
        }
    }

    private void failed(String what) {
        transfer.exchange()
                .fail(new FlowError(FlowError.Step.ADDON, "the body, changed by an addon, " + what, Times.now()));
    }

    // ---- what the body asks for

    @Override
    public void recorded(Body soFar) {
        transfer.exchange().flow.updateOriginal(of -> transfer.withBody(of, soFar));
    }

    @Override
    public void full(boolean now) {
        transfer.holdReading(now);
    }

    /** Passes on what the transforms send, and what they tell of it: at once, since the body may be cut later. */
    private record Sent(Message transfer, TransformedBody body) implements BodyFeed.Receiver {
        @Override
        public void data(byte[] bytes) {
            note();
            transfer.data(bytes);
        }

        @Override
        public void end(@Nullable Headers ignored) {
            note();
            transfer.end(body.trailers());
        }

        private void note() {
            transfer.exchange().flow.updateNotes(body::noted);
        }
    }
}
