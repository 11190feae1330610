package dev.steno.view;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gathers the changes of one frame. For the view thread. */
final class ViewFrame {
    /** Changes that are told one by one; more than that are told as a reset. */
    private static final int MOST = 1000;

    private final List<ViewEvent> changes = new ArrayList<>();
    private final Set<Long> told = new HashSet<>();
    private boolean reset;
    private boolean focused;

    boolean isEmpty() {
        return changes.isEmpty() && !reset && !focused;
    }

    void inserted(long flow, long place) {
        told.add(flow);
        add(new ViewEvent.Inserted(flow, place));
    }

    /** Whoever hears that a flow came, moved or changed reads it afterwards: once is enough. */
    void updated(long flow) {
        if (told.add(flow)) {
            add(new ViewEvent.Updated(flow));
        }
    }

    void moved(long flow, long from, long to) {
        told.add(flow);
        add(new ViewEvent.Moved(flow, from, to));
    }

    void removed(long flow, long place) {
        told.remove(flow);
        add(new ViewEvent.Removed(flow, place));
    }

    void focused() {
        focused = true;
    }

    void reset() {
        reset = true;
        changes.clear();
        told.clear();
    }

    private void add(ViewEvent change) {
        if (!reset) {
            changes.add(change);
            if (changes.size() > MOST) {
                reset();
            }
        }
    }

    /**
     * The changes so far; the next frame begins.
     *
     * @param focus the flow that has the focus now
     */
    List<ViewEvent> take(long focus) {
        List<ViewEvent> taken = new ArrayList<>(reset ? List.of(new ViewEvent.Reset()) : changes);
        if (focused) {
            taken.add(new ViewEvent.Focused(focus));
        }
        reset = false;
        focused = false;
        changes.clear();
        told.clear();
        return taken;
    }
}
