package dev.steno.exchange;

import dev.steno.exchange.body.BodyFeed;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.head.Framing;
import dev.steno.flow.Body;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.Times;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a body before it may be forwarded: first the part that is in the session only, if the body was too large
 * for the memory, then the chunks in memory. Owned by the transfer of the message; on the exchange's event loop.
 */
final class Backlog {
    private final Owner transfer;
    private final boolean fromClient;
    private final PacedQueue memory;
    private @Nullable PacedQueue slow; // what was read of the spooled part and is not due
    private Body.@Nullable Stored spooled; // its bytes precede those in memory
    private boolean spoolSent;
    private @Nullable BodyFeed feed; // sends the spooled part
    private boolean accepts; // the receiver accepts more

    /** The transfer of the message. */
    interface Owner extends PacedQueue.Owner, PacedQueue.Receiver {
        ExchangeScope exchange();
    }

    /** @param fromClient whether the message is a request */
    Backlog(Owner transfer, boolean fromClient) {
        this.transfer = transfer;
        this.fromClient = fromClient;
        this.memory = new PacedQueue(transfer, transfer.exchange(), fromClient);
    }

    void addChunk(Chunk chunk) {
        memory.addChunk(chunk);
    }

    /** Number of bytes that wait, wherever they are. */
    long size() {
        return (spooled == null || spoolSent ? 0 : spooled.size()) + memory.size();
    }

    boolean isEmpty() {
        return memory.isEmpty() && (spooled == null || spoolSent);
    }

    /** Whether a part of the body is in the session only. */
    boolean isSpooled() {
        return spooled != null;
    }

    /** Whether data that arrives can be sent at once. */
    boolean passesThrough() {
        return isEmpty() && memory.passesThrough();
    }

    /** Sends what is due, if a rule slows the message. */
    void sendDue() {
        memory.sendDue();
    }

    /** Sends the data in memory that is due. */
    void sendMemory() {
        memory.sendTo(transfer);
    }

    /** Removes the next data in memory, whether it is due or not; the caller then owns it. Null if there is none. */
    @Nullable
    Chunk poll() {
        return memory.poll();
    }

    /** Whether the end of the message is to be sent now. */
    boolean mayEnd() {
        return isEmpty() && memory.mayEnd();
    }

    /** As {@link PacedQueue#joined}; only if nothing is in the session. */
    byte[] joined(@Nullable Body recorded) {
        return memory.joined(recorded);
    }

    /**
     * Releases the memory: what waits is in the session.
     *
     * @param recorded the body so far, all of which waits
     */
    void moveToSession(Body recorded) {
        if (recorded instanceof Body.Stored stored) {
            spooled = new Body.Stored(stored.id(), stored.trueSize(), stored.trueSize(), true);
            memory.releaseAll();
        }
    }

    /** Replaces everything by a whole body, in memory or in the session. */
    void replace(Body body) {
        releaseAll();
        if (body instanceof Body.Stored stored) {
            spooled = stored;
        } else if (body.size() > 0) {
            memory.addChunk(Chunk.of(Framing.bytes(body)));
        }
    }

    /**
     * Begins to send the part in the session, as fast as the receiver accepts it; afterwards the transfer continues. Returns
     * false if there is none, or it is sent.
     */
    boolean sendSpooled() {
        if (spooled == null || spoolSent) {
            return false;
        }
        if (feed == null) {
            try {
                ToReceiver receiver = new ToReceiver();
                slow = receiver.queue;
                feed = new BodyFeed(
                        transfer.exchange().addons.record().body(spooled),
                        null,
                        receiver,
                        this::failed,
                        transfer.exchange());
            } catch (RuntimeException e) {
                failed("could not be opened: " + e.getMessage());
                return true;
            }
            feed.setWanted(accepts);
        }
        return true;
    }

    /** Passes the pieces on, at the pace that rules set; they are in the record already. */
    private final class ToReceiver implements BodyFeed.Receiver, PacedQueue.Owner {
        private final PacedQueue queue = new PacedQueue(this, transfer.exchange(), fromClient);

        @Override
        public void data(byte[] bytes) {
            queue.addChunk(Chunk.of(bytes));
            streamBody();
        }

        @Override
        public void streamBody() {
            queue.sendTo(transfer);
            setWanted(accepts);
        }

        @Override
        public void end(@Nullable Headers trailers) {
            spoolSent = true;
            feed = null;
            transfer.streamBody();
        }
    }

    /** @param what a predicate */
    private void failed(String what) {
        transfer.exchange()
                .fail(new FlowError(
                        FlowError.Step.STORE, "the held body, which is in the session, " + what, Times.now()));
    }

    /** The receiver accepts more, or no more for now. */
    void setWanted(boolean now) {
        accepts = now;
        if (feed != null) {
            feed.setWanted(now && (slow == null || slow.isEmpty()));
        }
    }

    /** Whether the receiver accepts more now. */
    boolean isAccepted() {
        return accepts;
    }

    /** Whether what was sent is in the session, or nothing was sent. */
    boolean canRewind(long sent) {
        return sent == 0 || (spooled != null && sent <= spooled.size());
    }

    /**
     * The message is sent again from its start. Returns {@link #canRewind}.
     *
     * @param sent bytes that were sent
     */
    boolean rewind(long sent) {
        closeFeed();
        if (!canRewind(sent)) {
            return false;
        }
        spoolSent = false;
        return true;
    }

    /** Forgets everything. */
    void releaseAll() {
        closeFeed();
        spooled = null;
        spoolSent = false;
        memory.releaseAll();
    }

    private void closeFeed() {
        if (feed != null) {
            feed.close();
            feed = null;
        }
        if (slow != null) {
            slow.releaseAll();
            slow = null;
        }
    }
}
