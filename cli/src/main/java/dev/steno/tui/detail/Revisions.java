package dev.steno.tui.detail;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.HttpFlow;
import dev.steno.store.FlowHistory;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.List;

/** Finds the revisions of a flow: as the peers sent it, as it was forwarded, and after each edit. Stateless. */
final class Revisions {
    private Revisions() {}

    /**
     * Reads a revision; blocks.
     *
     * @param viewed as the view has it, which may not have heard of an edit yet
     * @param back how many revisions before the newest one; more than there are means the first
     */
    static ShownFlow read(Flow viewed, int back, SessionReader reader) throws SessionException {
        Flow newest = Flow.newer(viewed, reader.flow(viewed.id()).orElse(viewed));
        if (!(newest instanceof HttpFlow http)) {
            return new ShownFlow(newest, newest, List.of(), "");
        }
        List<FlowEdit> edits = reader.edits(newest.id());
        int earlier = earlier(http, edits);
        int steps = Math.min(back, earlier);
        String label = earlier == 0 ? "" : label(http, edits, steps);
        if (steps == 0) {
            return new ShownFlow(newest, newest, edits, label);
        }
        FlowHistory history = new FlowHistory(newest, edits);
        Flow shown = steps > edits.size()
                ? history.original()
                : history.at(edits.size() - steps, reader)
                        .<Flow>map(each -> each)
                        .orElse(newest);
        return new ShownFlow(newest, shown, edits, label);
    }

    /** Returns how many revisions a flow has before the newest one. */
    static int earlier(Flow newest, List<FlowEdit> edits) {
        return edits.size() + (newest instanceof HttpFlow http && http.original() != null ? 1 : 0);
    }

    private static String label(HttpFlow newest, List<FlowEdit> edits, int back) {
        if (back > edits.size()) {
            return "original, as the peers sent it";
        }
        int number = edits.size() - back;
        if (number > 0) {
            FlowEdit edit = edits.get(number - 1);
            return "edit " + number + " of " + edits.size() + " by " + edit.by() + ": " + edit.what();
        }
        return newest.original() == null ? "as recorded" : "changed, as it was forwarded";
    }
}
