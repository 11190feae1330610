package dev.steno.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the changes of one frame, of each flow their sum. For the view thread. */
final class ViewFrame {
    /** Changes that are told one by one; more than that are told as a reset. */
    private static final int MOST = 1000;

    private final Map<Long, ViewEvent> changes = new LinkedHashMap<>();
    private boolean reset;

    boolean isEmpty() {
        return changes.isEmpty() && !reset;
    }

    void inserted(long flow) {
        // one that was shown when the frame began went and came back
        add(
                flow,
                changes.get(flow) instanceof ViewEvent.Removed
                        ? new ViewEvent.Updated(flow)
                        : new ViewEvent.Inserted(flow));
    }

    void updated(long flow) {
        add(flow, changes.get(flow) instanceof ViewEvent.Inserted told ? told : new ViewEvent.Updated(flow));
    }

    void removed(long flow) {
        add(flow, changes.get(flow) instanceof ViewEvent.Inserted ? null : new ViewEvent.Removed(flow));
    }

    void reset() {
        reset = true;
        changes.clear();
    }

    private void add(long flow, @Nullable ViewEvent change) {
        if (reset) {
            return;
        }
        if (change == null) {
            changes.remove(flow);
        } else {
            changes.put(flow, change);
            if (changes.size() > MOST) {
                reset();
            }
        }
    }

    /** The changes so far; the next frame begins. */
    List<ViewEvent> take() {
        List<ViewEvent> taken = reset ? List.of(new ViewEvent.Reset()) : new ArrayList<>(changes.values());
        reset = false;
        changes.clear();
        return taken;
    }
}
