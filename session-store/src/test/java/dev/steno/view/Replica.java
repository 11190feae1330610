package dev.steno.view;

import java.util.ArrayList;
import java.util.List;

/** A copy of a view's list, kept up to date from its events alone; invalid after a reset, until it is read again. */
final class Replica {
    private final List<Long> flows = new ArrayList<>();
    private long focus;

    /** Applies a frame to the list; false if the list must be read again. */
    boolean apply(List<ViewEvent> frame) {
        boolean whole = true;
        for (ViewEvent event : frame) {
            if (event instanceof ViewEvent.Reset) {
                whole = false;
            } else if (event instanceof ViewEvent.Inserted inserted) {
                flows.add((int) inserted.place(), inserted.flow());
            } else if (event instanceof ViewEvent.Removed removed) {
                take(removed.flow(), removed.place());
            } else if (event instanceof ViewEvent.Moved moved) {
                take(moved.flow(), moved.from());
                flows.add((int) moved.to(), moved.flow());
            } else if (event instanceof ViewEvent.Focused focused) {
                focus = focused.flow();
            } else if (event instanceof ViewEvent.Updated updated && !flows.contains(updated.flow())) {
                throw new AssertionError("not here: " + updated);
            }
        }
        return whole;
    }

    private void take(long flow, long place) {
        long there = flows.remove((int) place);
        if (there != flow) {
            throw new AssertionError("at " + place + " is " + there + ", not " + flow);
        }
    }

    void reset(List<Long> read) {
        flows.clear();
        flows.addAll(read);
    }

    List<Long> flows() {
        return flows;
    }

    long focus() {
        return focus;
    }
}
