package dev.steno.tui.detail;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import java.util.List;

/**
 * A flow at one of its revisions. Immutable.
 *
 * @param newest the newest revision
 * @param flow the revision that is shown
 * @param edits after the exchange, the first one first
 * @param revision what the shown revision is, in a few words; empty if there is only one
 */
record ShownFlow(Flow newest, Flow flow, List<FlowEdit> edits, String revision) {
    ShownFlow {
        edits = List.copyOf(edits);
    }
}
