package dev.steno.exchange;

import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.body.ChunkQueue;
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
    private final MessageTransfer transfer;
    private final ChunkQueue memory;
    private Body.@Nullable Stored spooled; // its bytes precede those in memory
    private boolean spoolSent;
    private @Nullable BodyFeed feed; // sends the spooled part
    private boolean accepts; // the receiver accepts more

    Backlog(MessageTransfer transfer) {
        this.transfer = transfer;
        this.memory = new ChunkQueue(transfer.exchange.addons.heldBytes());
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

    /** Removes the next chunk in memory, which the caller then owns; null if there is none. */
    @Nullable
    Chunk poll() {
        return memory.poll();
    }

    /** As {@link ChunkQueue#joined}; only if nothing is in the session. */
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
                feed = new BodyFeed(
                        transfer.exchange.addons.record().body(spooled),
                        null,
                        new ToReceiver(),
                        this::failed,
                        transfer.exchange);
            } catch (RuntimeException e) {
                failed("could not be opened: " + e.getMessage());
                return true;
            }
            feed.setWanted(accepts);
        }
        return true;
    }

    /** Passes the pieces on; they are in the record already. */
    private final class ToReceiver implements BodyFeed.Receiver {
        @Override
        public void data(byte[] bytes) {
            if (transfer.stage() == TransferStage.STREAMING) {
                transfer.sendData(Chunk.of(bytes));
            }
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
        transfer.exchange.fail(
                new FlowError(FlowError.Step.STORE, "the held body, which is in the session, " + what, Times.now()));
    }

    /** The receiver accepts more, or no more for now. */
    void setWanted(boolean now) {
        accepts = now;
        if (feed != null) {
            feed.setWanted(now);
        }
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
    }
}
