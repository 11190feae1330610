package dev.steno.session;

import dev.steno.addon.FlowEvent;
import dev.steno.store.SessionException;
import org.roaringbitmap.longlong.LongIterator;

/** Removes flows from a session, many at once without filling the byte budget. Blocks, so never on an event loop. */
public final class FlowRemoval {
    /** So many are removed before they are awaited to be durable. */
    private static final int SLICE = 2_000;

    private FlowRemoval() {}

    /**
     * Removes flows with all that belongs to them; returns when that is durable. What is not removed when the process dies
     * is there afterwards.
     *
     * @return how many
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
