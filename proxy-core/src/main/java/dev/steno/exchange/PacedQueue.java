package dev.steno.exchange;

import dev.steno.addon.bus.AddonRuntime;
import dev.steno.exchange.body.BodyPacer;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.body.ChunkQueue;
import dev.steno.flow.Direction;
import dev.steno.pace.FlowPace;
import org.jspecify.annotations.Nullable;

/**
 * The data of a message that waits to be sent: for a decision, or because rules slow it. While data waits for its time, the
 * sender is not read, so the queue has no more than what one read brought. On the exchange's event loop.
 */
final class PacedQueue extends ChunkQueue {
    private final Owner owner;
    private final ExchangeScope exchange;
    private final boolean fromClient;
    private final AddonRuntime addons;
    private @Nullable BodyPacer pacer; // null until a rule slows the message; most messages never are

    /** The transfer of the message. */
    interface Owner {
        /** Sends what is due of the queue, and the end of the message if that is due. */
        void streamBody();
    }

    /** Takes the data that is due. */
    interface Receiver {
        /** Data is sent in {@link TransferStage#STREAMING} only. */
        TransferStage stage();

        /** Sends a part of the body. Takes ownership of the chunk. */
        void sendData(Chunk chunk);
    }

    /** @param fromClient whether the message is a request */
    PacedQueue(Owner owner, ExchangeScope exchange, boolean fromClient) {
        super(exchange.addons.heldBytes());
        this.owner = owner;
        this.exchange = exchange;
        this.fromClient = fromClient;
        this.addons = exchange.addons;
    }

    /** Whether data that arrives can be sent at once, without the queue. */
    boolean passesThrough() {
        return isEmpty() && pacer == null && addons.pacing() == null;
    }

    /** Sends what is due, if a rule slows the message. */
    void sendDue() {
        if (pacer != null || addons.pacing() != null) {
            owner.streamBody();
        }
    }

    /** Removes the data that is to be sent now, and sends it. */
    void sendTo(Receiver receiver) {
        while (receiver.stage() == TransferStage.STREAMING) {
            Chunk next = next();
            if (next == null) {
                return;
            }
            receiver.sendData(next);
        }
    }

    private @Nullable Chunk next() {
        return pacer == null && addons.pacing() == null ? poll() : pacer().next(this);
    }

    /** Whether the end of the message is to be sent now: nothing waits before it. */
    boolean mayEnd() {
        return isEmpty() && (pacer == null && addons.pacing() == null || pacer().mayEnd());
    }

    private BodyPacer pacer() {
        if (pacer == null) {
            Direction direction = fromClient ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT;
            FlowPace pace = new FlowPace(addons::pacing, exchange.flow::flow, direction, this::remark);
            pacer = new BodyPacer(exchange, pace, owner::streamBody);
        }
        return pacer;
    }

    private void remark(String what) {
        if (!exchange.flow.isClosed()) {
            exchange.flow.addRemark(what);
        }
    }

    /** Releases all data, and sends nothing later. */
    @Override
    public void releaseAll() {
        if (pacer != null) {
            pacer.stop();
        }
        super.releaseAll();
    }
}
