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
 * Edits that people made to the notes of open flows. The exchange does not know of these edits and continues to number
 * its revisions itself. Therefore each of its later revisions receives the edited notes, and its number is raised by
 * the number of edits. So a revision of the exchange and one of an edit never have the same number, and the newest
 * revision is complete.
 *
 * <p>Calls that concern one flow are serialised: they come from within {@link HotStore#compute}.
 */
final class NoteEdits {
    private final ConcurrentMap<Long, Edits> open = new ConcurrentHashMap<>();

    private static final class Edits {
        private final List<UnaryOperator<Notes>> changes = new ArrayList<>();
        private boolean seen;
    }

    /** Adds an edit of a flow that is open or may be open. */
    void addEdit(long flow, UnaryOperator<Notes> change) {
        Edits edits = open.computeIfAbsent(flow, id -> new Edits());
        edits.changes.add(change);
        edits.seen = false;
    }

    /** Returns whether the exchange has published a revision with the newest edit, or there is no edit. */
    boolean isSeen(long flow) {
        Edits edits = open.get(flow);
        return edits == null || edits.seen;
    }

    /** Forgets the edits of a flow that its exchange will not publish again. */
    void forgetEdits(long flow) {
        open.remove(flow);
    }

    /** Applies the edits to a revision of the exchange. */
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
            forgetEdits(flow.id());
        }
        return edited;
    }
}
