package dev.steno.session;

import dev.steno.addon.FlowEvent;
import dev.steno.store.SessionException;
import org.roaringbitmap.longlong.LongIterator;

/** Removes flows from a session, in batches that stay below the byte budget. Blocks, so never on an event loop. */
public final class FlowRemoval {
    /** Flows per batch; after each batch, the call waits until the removals are durable. */
    private static final int SLICE = 2_000;

    private FlowRemoval() {}

    /**
     * Removes flows with all rows that belong to them. Returns once the removal is durable. If the process dies in
     * between, flows of later batches remain.
     *
     * @return the number of flows
     */
    public static long remove(Session session, LongIterator flows) throws SessionException {
        long removed = 0;
        while (flows.hasNext()) {
            session.accept(new FlowEvent.Deleted(flows.next()));
            if (++removed % SLICE == 0) {
                session.awaitDurable();
            }
        }
        session.awaitDurable();
        return removed;
    }
}
