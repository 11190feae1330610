package dev.steno.fleet.ship;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.redact.MessageRows;
import dev.steno.sqlite.ship.ShipSpool;
import dev.steno.sqlite.ship.SpoolContent;
import dev.steno.store.FlowRewrite;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Sends what belongs to a flow before the flow itself: messages, and pieces of bodies, in transactions of at most
 * {@value #BYTES} bytes. What the store has is not sent again, so a large body goes on where it ended. For the shipper's
 * thread.
 */
final class PieceShipping {
    /** Bytes of one transaction, and so about what a body of any size takes in memory. */
    private static final long BYTES = 4L << 20;

    private static final int MESSAGES = 500;

    private final ShipSpool spool;
    private final OutgoingFlows outgoing;
    private final BooleanSupplier stopped;
    private final ShipTally tally;

    PieceShipping(ShipSpool spool, OutgoingFlows outgoing, BooleanSupplier stopped, ShipTally tally) {
        this.spool = spool;
        this.outgoing = outgoing;
        this.stopped = stopped;
        this.tally = tally;
    }

    /** The shipping was stopped while the pieces of a flow were sent; they go on later. */
    static final class Stopped extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Whether the store may have to be asked for pieces of a flow. */
    boolean mayHave(Flow flow) {
        return flow.messages() > 0
                || flow.state() == FlowState.OPEN
                || flow instanceof HttpFlow http && http.original() != null
                || !outgoing.bodies(flow, List.of()).isEmpty();
    }

    /**
     * Sends the pieces of a flow.
     *
     * @param flow as recorded
     * @param kept is told what is sent
     * @return the bodies whose size changed on the way, since they were redacted, by number
     */
    Map<Long, Long> send(
            SharedStore store, int recorder, Flow flow, List<SpoolContent.Edit> edits, OutgoingContent kept)
            throws IOException {
        if (flow.messages() > 0 || flow.state() == FlowState.OPEN) {
            sendMessages(store, recorder, flow, kept);
        }
        Map<Long, Long> sizes = new HashMap<>();
        for (OutgoingFlows.Named named : outgoing.bodies(flow, edits)) {
            if (outgoing.areContentsUnchanged()) {
                sendBody(store, recorder, flow, named.body().id(), kept);
            } else if (flow.state() != FlowState.OPEN) {
                sizes.put(named.body().id(), sendRedacted(store, recorder, flow, named, kept));
            }
        }
        return sizes;
    }

    private void sendMessages(SharedStore store, int recorder, Flow flow, OutgoingContent kept) throws IOException {
        if (spool.content().messages(flow.id(), 0, 1).isEmpty()) {
            return;
        }
        if (!outgoing.areContentsUnchanged()) {
            if (flow.state() != FlowState.OPEN) {
                sendRedactedMessages(store, recorder, flow, kept);
            }
            return;
        }
        long next = store.nextMessage(recorder, flow.id(), flow.started());
        if (next > 0) {
            kept.foundPieces();
        }
        List<Message> page = spool.content().messages(flow.id(), next, MESSAGES);
        while (!page.isEmpty()) {
            writeMessages(store, recorder, flow, page);
            page = spool.content().messages(flow.id(), page.get(page.size() - 1).sequence() + 1, MESSAGES);
        }
    }

    private void writeMessages(SharedStore store, int recorder, Flow flow, List<Message> messages) throws IOException {
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < messages.size(); i++) {
            bytes += messages.get(i).data().length;
            if (bytes >= BYTES || i == messages.size() - 1) {
                checkStopped();
                store.writeMessages(recorder, flow.started(), messages.subList(from, i + 1));
                tally.sentBytes(bytes);
                from = i + 1;
                bytes = 0;
            }
        }
    }

    private void sendRedactedMessages(SharedStore store, int recorder, Flow flow, OutgoingContent kept)
            throws IOException {
        if (store.nextMessage(recorder, flow.id(), flow.started()) > 0) {
            kept.foundPieces();
        }
        MessageRows rows = outgoing.redactor().messages(flow);
        long next = 0;
        List<Message> page;
        do {
            page = spool.content().messages(flow.id(), next, MESSAGES);
            List<Message> redacted = new ArrayList<>();
            for (Message message : page) {
                next = message.sequence() + 1;
                redacted.addAll(rows.next(message));
            }
            if (page.size() < MESSAGES) {
                redacted.addAll(rows.next(null));
            }
            kept.addMessages(redacted);
            writeMessages(store, recorder, flow, redacted);
        } while (page.size() == MESSAGES);
    }

    private void sendBody(SharedStore store, int recorder, Flow flow, long body, OutgoingContent kept)
            throws IOException {
        int next = store.nextChunk(recorder, body, flow.started());
        if (next > 0) {
            kept.foundPieces();
        }
        List<SpoolContent.Chunk> chunks = spool.content().chunks(body, next, BYTES);
        while (!chunks.isEmpty()) {
            checkStopped();
            writeChunks(store, recorder, flow, body, chunks);
            chunks = spool.content().chunks(body, chunks.get(chunks.size() - 1).sequence() + 1, BYTES);
        }
    }

    /** Returns the size of the body as it was sent. */
    private long sendRedacted(
            SharedStore store, int recorder, Flow flow, OutgoingFlows.Named named, OutgoingContent kept)
            throws IOException {
        long body = named.body().id();
        int known = store.nextChunk(recorder, body, flow.started());
        if (known > 0) {
            kept.foundPieces();
        }
        long size = 0;
        try (InputStream in = outgoing.redacted(named)) {
            List<SpoolContent.Chunk> chunks = new ArrayList<>();
            int sequence = 0;
            for (byte[] data = in.readNBytes(Body.Stored.CHUNK);
                    data.length > 0;
                    data = in.readNBytes(Body.Stored.CHUNK)) {
                size += data.length;
                kept.addPiece(body, data);
                if (sequence >= known) {
                    chunks.add(new SpoolContent.Chunk(sequence, data, null));
                }
                sequence++;
                if (chunks.size() >= BYTES / Body.Stored.CHUNK) {
                    checkStopped();
                    writeChunks(store, recorder, flow, body, chunks);
                    chunks = new ArrayList<>();
                }
            }
            if (!chunks.isEmpty()) {
                writeChunks(store, recorder, flow, body, chunks);
            }
        }
        return size;
    }

    private void writeChunks(SharedStore store, int recorder, Flow flow, long body, List<SpoolContent.Chunk> chunks)
            throws IOException {
        store.writeChunks(recorder, flow.id(), flow.started(), body, chunks);
        for (SpoolContent.Chunk chunk : chunks) {
            tally.sentBytes(chunk.data().length);
        }
    }

    private void checkStopped() throws Stopped {
        if (stopped.getAsBoolean()) {
            throw new Stopped();
        }
    }

    /** Gives the bodies of a flow the sizes with which they were sent. */
    static Flow sized(Flow flow, Map<Long, Long> sizes) {
        return sizes.isEmpty() ? flow : rewrite(sizes).of(flow);
    }

    static HttpFlow sized(HttpFlow flow, Map<Long, Long> sizes) {
        return (HttpFlow) sized((Flow) flow, sizes);
    }

    private static FlowRewrite rewrite(Map<Long, Long> sizes) {
        return new FlowRewrite() {
            @Override
            protected Body body(Body body) {
                if (body instanceof Body.Stored stored) {
                    Long size = sizes.get(stored.id());
                    if (size != null && size != stored.size()) {
                        return new Body.Stored(size == 0 ? 0 : stored.id(), size, stored.trueSize(), stored.complete());
                    }
                }
                return body;
            }
        };
    }
}
