package dev.steno.store;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.HttpFlow;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A recorded flow and its edits. Revision 0 is the flow as it was recorded; revision N is the flow after edit N.
 *
 * @param flow the newest revision
 * @param edits the first one first; empty if the flow was not edited after its exchange
 */
public record FlowHistory(Flow flow, List<FlowEdit> edits) {

    /** Reads a flow and its edits; empty if there is no such flow. Reads the disk, so never on an event loop. */
    public static Optional<FlowHistory> read(long flow, SessionReader reader) throws SessionException {
        Flow newest = reader.flow(flow).orElse(null);
        return newest == null ? Optional.empty() : Optional.of(new FlowHistory(newest, reader.edits(flow)));
    }

    /** Returns the flow as it was after an edit, or before the first one; empty if there is no such revision. */
    public Optional<? extends Flow> at(int revision, SessionReader reader) throws SessionException {
        if (revision == edits.size()) {
            return Optional.of(flow);
        }
        return revision < 0 || revision > edits.size() ? Optional.empty() : reader.beforeEdit(flow.id(), revision + 1);
    }

    /** Returns whether the flow was changed while it passed, so that what was recorded is not what the peers sent. */
    public boolean isChangedOnItsWay(SessionReader reader) throws SessionException {
        Flow sent = original();
        return sent != flow
                && at(0, reader).filter(recorded -> isOther(recorded, sent)).isPresent();
    }

    /** Returns whether the messages of a flow are not those that the peers sent: a rule, an addon or a person changed them. */
    public static boolean isChanged(Flow flow) {
        return flow instanceof HttpFlow http && http.original() != null && isOther(http, http.original());
    }

    private static boolean isOther(Flow flow, Flow sent) {
        return flow instanceof HttpFlow one
                && sent instanceof HttpFlow other
                && !(one.request().equals(other.request()) && Objects.equals(one.response(), other.response()));
    }

    /** Returns the flow with the messages as the peers sent them. */
    public Flow original() {
        return flow instanceof HttpFlow http && http.original() != null ? http.original() : flow;
    }
}
