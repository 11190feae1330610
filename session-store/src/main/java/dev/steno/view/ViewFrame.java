package dev.steno.view;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects the changes of one frame. For the view thread. */
final class ViewFrame {
    /** Upper bound on listed changes per frame; beyond it, the frame is a reset. */
    private static final int MOST = 1000;

    private final List<ViewEvent> changes = new ArrayList<>();
    private final Set<Long> told = new HashSet<>();
    private boolean reset;
    private boolean focused;
    private long number = 1;

    /** The number of the frame that is being collected, from 1. */
    long number() {
        return number;
    }

    boolean isEmpty() {
        return changes.isEmpty() && !reset && !focused;
    }

    void inserted(long flow, long place) {
        told.add(flow);
        addChange(new ViewEvent.Inserted(flow, place));
    }

    /**
     * Adds an update, unless the frame already says that the flow was added, moved or updated: listeners read its newest revision
     * afterwards anyway.
     */
    void updated(long flow) {
        if (told.add(flow)) {
            addChange(new ViewEvent.Updated(flow));
        }
    }

    void moved(long flow, long from, long to) {
        told.add(flow);
        addChange(new ViewEvent.Moved(flow, from, to));
    }

    void removed(long flow, long place) {
        told.remove(flow);
        addChange(new ViewEvent.Removed(flow, place));
    }

    void focused() {
        focused = true;
    }

    void reset() {
        reset = true;
        changes.clear();
        told.clear();
    }

    private void addChange(ViewEvent change) {
        if (!reset) {
            changes.add(change);
            if (changes.size() > MOST) {
                reset();
            }
        }
    }

    /**
     * Returns the changes so far and starts the next frame.
     *
     * @param focus the flow that is focused now
     */
    List<ViewEvent> takeChanges(long focus) {
        List<ViewEvent> taken = new ArrayList<>(reset ? List.of(new ViewEvent.Reset()) : changes);
        if (focused) {
            taken.add(new ViewEvent.Focused(focus));
        }
        reset = false;
        focused = false;
        changes.clear();
        told.clear();
        number++;
        return taken;
    }
}
