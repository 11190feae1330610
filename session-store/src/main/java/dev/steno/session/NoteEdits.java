package dev.steno.session;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Notes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;

/**
 * Changes of notes that people made to flows whose exchange still goes on. The exchange knows nothing of them and counts its
 * revisions on; so each of its later revisions gets the changed notes, and a number higher by as many as there were changes:
 * that way neither side's revision ever has the number of another, and the newest is complete.
 *
 * <p>What concerns one flow is done by one thread at a time: within {@link HotStore#compute}.
 */
final class NoteEdits {
    private final ConcurrentMap<Long, Edits> open = new ConcurrentHashMap<>();

    private static final class Edits {
        private final List<UnaryOperator<Notes>> changes = new ArrayList<>();
        private boolean seen;
    }

    /** A change of an open flow's notes, or of a flow that may be. */
    void add(long flow, UnaryOperator<Notes> change) {
        Edits edits = open.computeIfAbsent(flow, id -> new Edits());
        edits.changes.add(change);
        edits.seen = false;
    }

    /** Whether a revision came since the last change, and has it. */
    boolean isSeen(long flow) {
        Edits edits = open.get(flow);
        return edits == null || edits.seen;
    }

    /** No exchange will publish this flow again. */
    void end(long flow) {
        open.remove(flow);
    }

    /** A revision of the exchange with what people changed. */
    Flow over(Flow flow) {
        Edits edits = open.get(flow.id());
        if (edits == null) {
            return flow;
        }
        edits.seen = true;
        Flow edited = flow;
        for (UnaryOperator<Notes> change : edits.changes) {
            edited = edited.withNotes(change.apply(edited.notes()));
        }
        if (flow.state() != FlowState.OPEN) {
            end(flow.id());
        }
        return edited;
    }
}
